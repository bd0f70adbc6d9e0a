package dev.verdict.launch;

import org.apache.commons.io.FileUtils;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder where Vert.x unpacks what the program serves as files: the dashboard and the descriptions of the topics. Vert.x
 * deletes it as it stops, but a process that is killed leaves it; so it is named after its process, and the next one deletes
 * it. Containers must not share their folder for temporary files: each has process numbers of its own.
 */
final class WebCache {
    private static final Logger LOG = Logger.getLogger(WebCache.class);

    /** What application.properties takes the folder from. */
    static final String PROPERTY = "verdict.web-cache";

    static final List<String> UNPACKING = List.of("quarkus.vertx.caching", "quarkus.vertx.classpath-resolving");
    /** More than all those files. */
    private static final int PROBE_BYTES = 1 << 20;

    private static final String PREFIX = "verdict-web-";
    private static final String PROBE = ".probe";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-\\d{1,18}(?:\\.probe)?");

    private WebCache() {}

    /**
     * Chooses the folder for this process, which Vert.x makes, and deletes those that dead processes left beside it. Where none
     * can be made the service goes without those files.
     */
    static void choose(Path temporaryFiles) {
        deleteAbandoned(temporaryFiles);
        Path folder = temporaryFiles.resolve(name(ProcessHandle.current()));
        if (isWritable(temporaryFiles, folder.getFileName() + PROBE)) {
            System.setProperty(PROPERTY, folder.toString());
        } else {
            System.err.println("verdict: " + temporaryFiles + " cannot be written to, so there is no dashboard");
            UNPACKING.forEach(setting -> System.setProperty(setting, "false"));
        }
    }

    private static boolean isWritable(Path temporaryFiles, String name) {
        Path probe = temporaryFiles.resolve(name);
        try {
            Files.write(probe, new byte[PROBE_BYTES], StandardOpenOption.CREATE_NEW);
            Files.delete(probe);
            return true;
        } catch (IOException _) {
            FileUtils.deleteQuietly(probe.toFile());
            return false;
        }
    }

    // With the start, as the first process of a container always has the same number.
    static String name(ProcessHandle process) {
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return PREFIX + process.pid() + "-" + start;
    }

    private static void deleteAbandoned(Path temporaryFiles) {
        try (var left = Files.newDirectoryStream(temporaryFiles, PREFIX + "*")) {
            for (Path path : left) {
                if (isAbandoned(path)) {
                    FileUtils.deleteQuietly(path.toFile());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debugf(e, "What dead processes left in %s stays there", temporaryFiles);
        }
    }

    /** Whether no process has its number any more, or this one has it now. */
    private static boolean isAbandoned(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches() || Files.isSymbolicLink(path)) {
            return false;
        }
        ProcessHandle self = ProcessHandle.current();
        long number = Long.parseLong(name.group(1));
        return number == self.pid()
                ? !name.group().equals(name(self))
                : ProcessHandle.of(number).isEmpty();
    }
}
