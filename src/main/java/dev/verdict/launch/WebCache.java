package dev.verdict.launch;

import org.apache.commons.io.FileUtils;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder where Vert.x unpacks the files of the dashboard. Vert.x deletes it as it stops, but a process that is killed leaves
 * it; so it is named after its process, and the next one deletes it.
 */
final class WebCache {
    /** What application.properties takes the folder from. */
    static final String PROPERTY = "verdict.web-cache";

    static final List<String> UNPACKING = List.of("quarkus.vertx.caching", "quarkus.vertx.classpath-resolving");
    /** More than all files of the dashboard. */
    private static final int PROBE_BYTES = 1 << 20;

    private static final String PREFIX = "verdict-web-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-(\\d{1,18})");

    private WebCache() {}

    /**
     * Chooses the folder for this process, which Vert.x makes, and deletes those that dead processes left beside it. Where none
     * can be made the service goes without, and so without a dashboard.
     */
    static void choose(Path temporaryFiles) {
        deleteAbandoned(temporaryFiles);
        if (isWritable(temporaryFiles)) {
            System.setProperty(
                    PROPERTY,
                    temporaryFiles.resolve(name(ProcessHandle.current())).toString());
        } else {
            System.err.println("verdict: " + temporaryFiles + " cannot be written to, so there is no dashboard");
            UNPACKING.forEach(setting -> System.setProperty(setting, "false"));
        }
    }

    private static boolean isWritable(Path temporaryFiles) {
        try {
            Path probe = Files.createTempFile(temporaryFiles, PREFIX, null);
            try {
                Files.write(probe, new byte[PROBE_BYTES]);
                return true;
            } finally {
                Files.delete(probe);
            }
        } catch (IOException _) {
            return false;
        }
    }

    static String name(ProcessHandle process) {
        return PREFIX + process.pid() + "-" + startMillis(process);
    }

    // With the start, as the system gives a dead process's number to another one.
    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static void deleteAbandoned(Path temporaryFiles) {
        try (var folders = Files.newDirectoryStream(temporaryFiles, PREFIX + "*")) {
            for (Path folder : folders) {
                if (isAbandoned(folder.getFileName().toString())) {
                    FileUtils.deleteQuietly(folder.toFile());
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // Whoever cannot read that folder has no business in it.
            return;
        }
    }

    private static boolean isAbandoned(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                && ProcessHandle.of(Long.parseLong(matcher.group(1)))
                        .filter(process -> name(process).equals(name))
                        .isEmpty();
    }
}
