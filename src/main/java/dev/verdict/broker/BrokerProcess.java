package dev.verdict.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs {@link EmbeddedKafkaServer} on the JDK and the class path of this JVM. */
final class BrokerProcess {
    /** The program's own command that calls {@link EmbeddedKafkaServer#run}. */
    private static final String COMMAND = "broker";

    private static final String PACKAGED_PROGRAM = "quarkus-run.jar";

    // A small heap needs no parallel collector; the quick compiler alone starts sooner and keeps less code in memory.
    private static final List<String> SHORT_LIVED_FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final List<String> JVM_FLAGS = List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

    private BrokerProcess() {}

    static List<String> of(EmbeddedKafkaOptions options) {
        return of(options, System.getProperty("java.class.path"));
    }

    static List<String> of(EmbeddedKafkaOptions options, String classPath) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + options.heapMegabytes() + "m");
        if (!options.longLived()) {
            command.addAll(SHORT_LIVED_FLAGS);
        }
        command.addAll(JVM_FLAGS);
        if (Path.of(classPath).endsWith(PACKAGED_PROGRAM)) {
            // Its classes are found by Quarkus's own class loader, which only its main class sets up.
            command.addAll(List.of("-jar", classPath, COMMAND));
        } else {
            command.addAll(List.of("-cp", classPath, EmbeddedKafkaServer.class.getName()));
        }
        command.add(options.parentFolder().toAbsolutePath().toString());
        options.serverProperties().forEach((name, value) -> command.add(name + "=" + value));
        return command;
    }
}
