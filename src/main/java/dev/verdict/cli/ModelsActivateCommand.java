package dev.verdict.cli;

import dev.verdict.model.ModelVersion;
import dev.verdict.registry.Instance;
import dev.verdict.registry.PromotionGate.Decision;
import dev.verdict.registry.PublishedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

@Command(
        name = "activate",
        mixinStandardHelpOptions = true,
        description = {
            "Lets all instances score with a published model. An earlier version than the active one is a roll back;",
            "a later one must pass the promotion gate."
        })
final class ModelsActivateCommand implements Callable<Integer> {
    /** That long it is waited for instances to follow. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int POLL_MILLIS = 100;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "VERSION",
            description = "Such as 20261123T204500Z-0a1b2c3d.",
            converter = VersionConverter.class)
    private ModelVersion version;

    @Option(
            names = "--shadow",
            paramLabel = "SHARE",
            description = "Lets it only score alongside, this share of the reviews (above 0, at most 1); 0 ends that.")
    private Double share;

    @Option(names = "--force", description = "Activates it whatever the gate says.")
    private boolean force;

    @Override
    public Integer call() throws InterruptedException {
        if (share != null && !(share >= 0 && share <= 1)) {
            throw new ParameterException(spec.commandLine(), "SHARE must be in [0, 1], not " + share);
        }
        try (var connection = RegistryConnection.open()) {
            PrintWriter out = spec.commandLine().getOut();
            PublishedModel model = VersionConverter.published(version, connection.state());
            String by = System.getProperty("user.name") + ", command line";
            if (share != null) {
                shadow(connection, by, out);
                return 0;
            }
            if (!force && connection.promotion().check(model, connection.state()) instanceof Decision.Refused refused) {
                throw new IllegalArgumentException("model " + version + " stays a candidate: " + refused.reason()
                        + " (--force activates it anyhow)");
            }
            connection.registry().activate(version, by);
            out.println("Model " + version + " is active.");
            awaitInstances(connection, out);
        }
        return 0;
    }

    private void shadow(RegistryConnection connection, String by, PrintWriter out) {
        if (share == 0) {
            connection.registry().endShadow();
            out.println("No model scores alongside.");
        } else {
            connection.registry().shadow(version, share, by);
            out.println("Model " + version + " scores a share of " + share + " of the reviews alongside.");
        }
    }

    private void awaitInstances(RegistryConnection connection, PrintWriter out) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<Instance> instances = connection.instances();
        while (running(instances) < instances.size() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            instances = connection.instances();
        }
        out.printf("%d of %d instances score with it.%n", running(instances), instances.size());
        instances.stream()
                .filter(instance -> !instance.problem().isEmpty())
                .forEach(instance -> out.printf("%s: %s%n", instance.id(), instance.problem()));
    }

    private long running(List<Instance> instances) {
        return instances.stream()
                .filter(instance -> instance.model().equals(version.value()))
                .count();
    }
}
