package dev.verdict.broker;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The program that runs in the JVM of an embedded broker, started by {@link EmbeddedKafka}.
 *
 * <p>Arguments: the folder to make the state folder in, then broker settings as {@code name=value}. Standard output:
 * {@value #STATE_FOLDER} and the folder, then {@value #READY} and the bootstrap address; nothing else. Standard error:
 * warnings and errors. Standard input: its end is the order to stop, so that a parent that dies in whatever way stops its
 * broker.
 *
 * <p>SIGINT and SIGTERM stop nothing by themselves: Ctrl-C in a terminal reaches the parent too, and the parent's own
 * orderly stop needs a broker that still answers.
 */
public final class EmbeddedKafkaServer {
    static final String STATE_FOLDER = "STATE";
    static final String READY = "READY";

    private final PrintStream parent;

    private EmbeddedKafkaServer(PrintStream parent) {
        this.parent = parent;
    }

    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /**
     * Serves until standard input ends, and takes over standard output and the logging of the JVM.
     *
     * @return the exit status, 0 or 1; the caller must end the JVM with it
     */
    public static int run(String... arguments) {
        var server = new EmbeddedKafkaServer(System.out);
        System.setOut(System.err);
        logWarningsToStandardError();

        var finished = new CountDownLatch(1);
        // A signal starts the hooks, and the JVM ends when they return: this one lets run() finish its work first.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(finished), "await-broker"));
        try {
            server.serve(Path.of(arguments[0]), properties(arguments));
            return 0;
        } catch (Throwable failure) {
            failure.printStackTrace();
            // Once more, as the last line: a long trace may push the first one out of what the parent keeps.
            System.err.println(failure);
            return 1;
        } finally {
            finished.countDown();
        }
    }

    private void serve(Path parentFolder, Map<String, String> properties) throws Exception {
        try (var folder = StateFolder.create(parentFolder)) {
            report(STATE_FOLDER, folder.path().toString());
            sweep(folder);
            Path logFolder = Files.createDirectory(folder.path().resolve("log"));
            try (var node = KafkaNode.start(logFolder, properties)) {
                report(READY, node.bootstrapServers());
                awaitEndOfStandardInput();
            }
        }
    }

    private void report(String what, String value) {
        parent.println(what + " " + value);
        parent.flush();
    }

    private static void sweep(StateFolder folder) {
        try {
            folder.deleteAbandonedSiblings();
        } catch (IOException | DirectoryIteratorException failure) {
            // Somebody else's leftovers are no reason not to start.
            System.err.println("Folders of dead brokers were not deleted: " + failure);
        }
    }

    private static void awaitEndOfStandardInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException failure) {
            System.err.println("Standard input cannot be read any more: " + failure);
        }
    }

    private static void await(CountDownLatch finished) {
        try {
            finished.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> properties(String... arguments) {
        var properties = new LinkedHashMap<String, String>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            int equals = argument.indexOf('=');
            properties.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return properties;
    }

    private static void logWarningsToStandardError() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new ConsoleHandler(ConsoleHandler.Target.SYSTEM_ERR, new PatternFormatter("%p %c{1} %s%e%n")));
        root.setLevel(Level.WARNING);
    }
}
