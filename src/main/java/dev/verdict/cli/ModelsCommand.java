package dev.verdict.cli;

import dev.verdict.model.ModelCard;
import dev.verdict.model.ModelVersion;
import dev.verdict.registry.Activation;
import dev.verdict.registry.Instance;
import dev.verdict.registry.PublishedModel;
import dev.verdict.registry.RegistryOverview;
import dev.verdict.registry.RegistryState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the models of the registry, the newest first: * scores, ~ scores alongside.",
            "Talks to the brokers of KAFKA_BOOTSTRAP_SERVERS (localhost:9092), not to the service."
        },
        subcommands = {
            ModelsShowCommand.class,
            ModelsPublishCommand.class,
            ModelsActivateCommand.class,
            ModelsDiffCommand.class,
            ModelsAddSamplesCommand.class,
            ModelsAddPredictionsCommand.class
        })
final class ModelsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Prints one JSON object, as GET /api/admin/models does.")
    private boolean json;

    @Override
    public Integer call() {
        try (var connection = RegistryConnection.open()) {
            RegistryState state = connection.state();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(JsonLine.of(RegistryOverview.of(state, connection.instances())));
            } else {
                print(state, connection.instances(), out);
            }
        }
        return 0;
    }

    static void print(RegistryState state, List<Instance> instances, PrintWriter out) {
        Optional<ModelVersion> active = state.current().map(Activation::version);
        Optional<ModelVersion> shadow = state.shadow().map(Activation::version);
        var running = instances.stream().collect(Collectors.groupingBy(Instance::model, Collectors.counting()));
        out.println("  version                    published             accuracy  loss    test reviews  instances");
        for (PublishedModel model : state.models()) {
            Function<Optional<ModelVersion>, Boolean> is =
                    version -> version.filter(model.version()::equals).isPresent();
            ModelCard.Figures test = model.card().test();
            out.printf(
                    Locale.ROOT,
                    "%s %s  %-20.20s  %.4f    %.4f  %12d  %9d%n",
                    is.apply(active) ? "*" : is.apply(shadow) ? "~" : " ",
                    model.version(),
                    model.at().toString().replaceFirst("\\.\\d+Z", "Z"),
                    test.accuracy(),
                    test.loss(),
                    test.reviews(),
                    running.getOrDefault(model.version().value(), 0L));
        }
        state.refused()
                .forEach(refused -> out.printf(
                        "refused: %s on %s, offset %d: %s%n",
                        refused.key(), refused.topic(), refused.offset(), refused.reason()));
        instances.stream()
                .filter(instance -> !instance.problem().isEmpty())
                .forEach(instance -> out.printf("%s: %s%n", instance.id(), instance.problem()));
    }
}
