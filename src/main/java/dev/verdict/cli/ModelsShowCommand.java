package dev.verdict.cli;

import dev.verdict.model.ModelCard;
import dev.verdict.model.ModelVersion;
import dev.verdict.registry.PromotionGate.Decision;
import dev.verdict.registry.PublishedModel;
import dev.verdict.registry.RegistryOverview;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Shows a published model: how it was trained, how good it is, and what the promotion gate says to it.")
final class ModelsShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "VERSION",
            description = "Such as 20261123T204500Z-0a1b2c3d.",
            converter = VersionConverter.class)
    private ModelVersion version;

    @Option(names = "--json", description = "Prints one JSON object, as GET /api/admin/models/VERSION does.")
    private boolean json;

    @Override
    public Integer call() {
        try (var connection = RegistryConnection.open()) {
            PublishedModel model = VersionConverter.published(version, connection.state());
            Decision decision = connection.promotion().check(model, connection.state());
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(JsonLine.of(RegistryOverview.Details.of(model, connection.instances(), decision)));
            } else {
                print(model, decision, out);
            }
        }
        return 0;
    }

    static void print(PublishedModel model, Decision decision, PrintWriter out) {
        ModelCard card = model.card();
        out.printf(
                Locale.ROOT,
                "model %s%npublished %s, %d bytes%nnetwork %s%nrecipe %s%ndata %s%ntrained on %d reviews, epochs compared on %d%n",
                model.version(),
                model.at(),
                model.sizeBytes(),
                card.network(),
                card.recipe(),
                card.data().sha256(),
                card.data().trainingReviews(),
                card.data().validationReviews());
        out.println("epoch  loss    accuracy  validation loss  validation accuracy");
        for (ModelCard.Epoch epoch : card.epochs()) {
            out.printf(
                    Locale.ROOT,
                    "%5d  %.4f  %.4f    %.4f           %.4f%s%n",
                    epoch.epoch(),
                    epoch.loss(),
                    epoch.accuracy(),
                    epoch.validationLoss(),
                    epoch.validationAccuracy(),
                    epoch.epoch() == card.chosenEpoch() ? "  (kept)" : "");
        }
        out.printf(
                Locale.ROOT,
                "Test score: %.4f%nTest accuracy: %.4f, of %d reviews%nself-test: %s%ngate: %s%n",
                card.test().loss(),
                card.test().accuracy(),
                card.test().reviews(),
                card.samples().isEmpty()
                        ? "none, it brings no samples"
                        : card.samples().size() + " samples",
                switch (decision) {
                    case Decision.Promoted _ -> "it may be activated";
                    case Decision.Refused(String reason) -> reason;
                });
    }
}
