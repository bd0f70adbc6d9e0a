package dev.verdict.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;

/**
 * Where and when something was measured.
 *
 * @param cores that the JVM may use
 */
record Machine(String date, String cpu, int cores, String os, String jvm, String jvmFlags) {
    static Machine here() {
        return new Machine(
                LocalDate.now(ZoneOffset.UTC).toString(),
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(flag -> !flag.startsWith("-Dverdict.root=")) // tells whose machine it was
                        .collect(Collectors.joining(" ")));
    }

    private static String cpuName() {
        Path description = Path.of("/proc/cpuinfo");
        if (!Files.exists(description)) {
            return "unknown";
        }
        try (var lines = Files.lines(description)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
