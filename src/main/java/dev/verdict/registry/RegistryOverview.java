package dev.verdict.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.verdict.model.ModelCard;
import dev.verdict.registry.PromotionGate.Decision;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What there is and who runs it, as the administration and the command line give it to programs.
 *
 * @param active what all instances are to score with
 * @param shadow what scores alongside
 * @param models the newest first
 * @param refused records of the registry's topics that must not be used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegistryOverview(
        Order active, Shadow shadow, List<Model> models, List<Running> instances, List<RefusedRecord> refused) {

    /** @param by who gave the order */
    public record Order(String version, String by, Instant since) {
        static Order of(Activation activation) {
            return new Order(activation.version().value(), activation.by(), activation.at());
        }
    }

    /**
     * @param share of the reviews that it scores
     * @param compared reviews that it and the active model have scored, over all instances that run now
     * @param agreement share of them with the same label; null if there are none
     * @param meanDifference mean of its probability less the active model's
     * @param meanAbsoluteDifference mean of the differences without their signs
     * @param dropped sampled reviews that it could not keep up with
     * @param failed reviews that it failed on
     */
    public record Shadow(
            String version,
            double share,
            String by,
            Instant since,
            long compared,
            @Schema(nullable = true) Double agreement,
            @Schema(nullable = true) Double meanDifference,
            @Schema(nullable = true) Double meanAbsoluteDifference,
            long dropped,
            long failed) {
        static Shadow of(Activation activation, List<Instance> instances) {
            String version = activation.version().value();
            ShadowFigures figures = instances.stream()
                    .map(Instance::shadow)
                    .filter(Objects::nonNull)
                    .filter(each -> version.equals(each.version()))
                    .reduce(new ShadowFigures(version, 0, 0, 0, 0, 0, 0), ShadowFigures::plus);
            return new Shadow(
                    version,
                    activation.share(),
                    activation.by(),
                    activation.at(),
                    figures.compared(),
                    orNull(figures.agreement()),
                    orNull(figures.meanDifference()),
                    orNull(figures.meanDistance()),
                    figures.dropped(),
                    figures.failed());
        }

        private static Double orNull(double figure) {
            return Double.isNaN(figure) ? null : figure;
        }
    }

    /**
     * @param published when, by the record's timestamp
     * @param test its figures on the test reviews
     * @param data hash of the reviews that it was trained and tested on
     * @param report whether the report on its training was published with it
     * @param instances how many score with it
     */
    public record Model(
            String version,
            Instant published,
            int sizeBytes,
            ModelCard.Figures test,
            String recipe,
            String data,
            boolean selfTest,

            @Schema(description = "Whether the report on its training was published with it")
            boolean report,

            @Schema(description = "How many instances score with it")
            long instances) {
        private static Model of(PublishedModel model, Map<String, Long> running) {
            ModelCard card = model.card();
            return new Model(
                    model.version().value(),
                    model.at(),
                    model.sizeBytes(),
                    card.test(),
                    card.recipe().name(),
                    card.data().sha256(),
                    !card.samples().isEmpty(),
                    model.hasReport(),
                    running.getOrDefault(model.version().value(), 0L));
        }
    }

    /** @param problem why it does not score with the active model, if so */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Running(String instance, String model, String problem) {}

    /** @param instances those that run */
    public static RegistryOverview of(RegistryState state, List<Instance> instances) {
        Map<String, Long> running = running(instances);
        return new RegistryOverview(
                state.current().map(Order::of).orElse(null),
                state.shadow().map(order -> Shadow.of(order, instances)).orElse(null),
                state.models().stream().map(model -> Model.of(model, running)).toList(),
                instances.stream()
                        .map(each -> new Running(each.id(), each.model(), each.problem()))
                        .toList(),
                state.refused());
    }

    private static Map<String, Long> running(List<Instance> instances) {
        return instances.stream().collect(Collectors.groupingBy(Instance::model, Collectors.counting()));
    }

    /** A model with all that its artifact says of itself. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Details(
            Model model,
            ModelCard card,

            @Schema(description = "Why the promotion gate refuses it, if it does")
            String gate) {
        /** @param instances those that run */
        public static Details of(PublishedModel model, List<Instance> instances, Decision decision) {
            return new Details(
                    Model.of(model, running(instances)),
                    model.card(),
                    decision instanceof Decision.Refused(String reason) ? reason : null);
        }
    }
}
