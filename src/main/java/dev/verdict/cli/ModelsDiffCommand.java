package dev.verdict.cli;

import dev.verdict.model.ModelCard;
import dev.verdict.model.ModelVersion;
import dev.verdict.registry.PublishedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;

@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Shows the figures of two published models side by side, and the settings in which they differ.")
final class ModelsDiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "VERSION", converter = VersionConverter.class)
    private ModelVersion first;

    @Parameters(index = "1", paramLabel = "VERSION", converter = VersionConverter.class)
    private ModelVersion second;

    @Override
    public Integer call() {
        try (var connection = RegistryConnection.open()) {
            print(
                    VersionConverter.published(first, connection.state()),
                    VersionConverter.published(second, connection.state()),
                    spec.commandLine().getOut());
        }
        return 0;
    }

    static void print(PublishedModel first, PublishedModel second, PrintWriter out) {
        var table = new Table(first.card(), second.card(), out);
        out.printf("%-20s  %-25s  %-25s  %s%n", "", first.version(), second.version(), "difference");
        table.figure("test accuracy", card -> card.test().accuracy());
        table.figure("test loss", card -> card.test().loss());
        table.figure("validation accuracy", card -> chosen(card).validationAccuracy());
        table.figure("validation loss", card -> chosen(card).validationLoss());
        table.setting("test reviews", card -> card.test().reviews());
        table.setting(
                "epoch kept",
                card -> card.chosenEpoch() + " of " + card.epochs().size());
        table.setting("training reviews", card -> card.data().trainingReviews());
        table.settingIfOther("data", card -> card.data().sha256().substring(0, 16));
        table.settingIfOther("network", ModelCard::network);
        table.settingIfOther("tokenizer", ModelCard::tokenizer);
        table.settingIfOther("recipe", ModelCard::recipe);
        table.settingIfOther("partial", ModelCard::partial);
        if (!first.card().data().sha256().equals(second.card().data().sha256())) {
            out.println("They were tested on different data: the figures cannot be compared.");
        }
    }

    private static ModelCard.Epoch chosen(ModelCard card) {
        return card.epochs().stream()
                .filter(epoch -> epoch.epoch() == card.chosenEpoch())
                .findFirst()
                .orElse(new ModelCard.Epoch(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    }

    private record Table(ModelCard first, ModelCard second, PrintWriter out) {
        void figure(String name, Function<ModelCard, Double> figure) {
            double one = figure.apply(first);
            double other = figure.apply(second);
            out.printf(Locale.ROOT, "%-20s  %-25.4f  %-25.4f  %+.4f%n", name, one, other, other - one);
        }

        void setting(String name, Function<ModelCard, Object> setting) {
            out.printf("%-20s  %-25s  %-25s%n", name, setting.apply(first), setting.apply(second));
        }

        void settingIfOther(String name, Function<ModelCard, Object> setting) {
            if (!setting.apply(first).equals(setting.apply(second))) {
                setting(name, setting);
            }
        }
    }
}
