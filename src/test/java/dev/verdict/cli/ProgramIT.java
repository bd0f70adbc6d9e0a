package dev.verdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The packaged program as a user runs it: a process with arguments, standard streams, signals and an exit status. */
class ProgramIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String PROGRAM = "target/quarkus-app/quarkus-run.jar";
    private static final String ANY_PORT = "0";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private record Result(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "demo", "serve", "train", "evaluate", "score", "tokenize"})
    void shouldPrintUsageWhenHelpIsAsked(String command) throws Exception {
        // When
        Result result = command.isEmpty() ? run("", "--help") : run("", command, "--help");

        // Then
        assertThat(result.status).isZero();
        assertThat(result.out).startsWith("Usage: verdict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bogus",
                "score --bogus",
                "train --epochs 0",
                "train --epochs many",
                "demo --rate 0",
                "demo --reviews -1",
                "tokenize --model a --vocabulary b text"
            })
    void shouldExitWithTwoWhenUsageIsWrong(String arguments) throws Exception {
        assertThat(run("", arguments.split(" ")).status).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "score --model nowhere.zip good",
                "score --model pom.xml good",
                "tokenize --vocabulary nowhere.txt good",
                "train --data nowhere.tar.gz --out target/none",
                "evaluate --data pom.xml"
            })
    void shouldExitWithOneAndASentenceWhenInputIsBad(String arguments) throws Exception {
        // When
        Result result = run("", arguments.split(" "));

        // Then
        assertThat(result.status).isEqualTo(1);
        assertThat(result.out).isEmpty();
        assertThat(result.err.lines()).hasSize(1).first().asString().startsWith("verdict: ");
    }

    @Test
    void shouldPrintVerdictWhenTextIsScored() throws Exception {
        // When
        Result result = run("", "score", "One of the best films I have ever seen");

        // Then
        assertThat(result.status).isZero();
        assertThat(json(result.out).path("label").asText()).isEqualTo("POSITIVE");
    }

    @Test
    void shouldKeepOrderAndReportBadLinesWhenJsonLinesAreScored() throws Exception {
        // Given
        var input = new StringBuilder();
        for (int line = 1; line <= 10_000; line++) {
            input.append(line % 4000 == 0 ? "nonsense" : "{\"id\":\"r" + line + "\",\"text\":\"good\"}")
                    .append('\n');
        }

        // When
        Result result = run(input.toString(), "score");

        // Then
        assertThat(result.status).isEqualTo(1);
        assertThat(result.lines())
                .extracting(verdict -> json(verdict).path("id").asText())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 10_000)
                        .filter(line -> line % 4000 != 0)
                        .mapToObj(line -> "r" + line)
                        .toList());
        assertThat(result.err).contains("line 4000: ", "line 8000: ", "2 of 10000 lines could not be scored");
    }

    @Test
    void shouldShowWordsAndIndicesWhenTextIsTokenised() throws Exception {
        // Given
        Path vocabulary = Files.writeString(folder.resolve("words.txt"), "the\nfilm\n");

        // When
        Result result = run("The FILM!\nthe été\n", "tokenize", "--vocabulary", vocabulary.toString());

        // Then
        assertThat(result.status).isZero();
        assertThat(result.lines()).hasSize(2);
        JsonNode first = json(result.lines().getFirst());
        assertThat(first.path("tokens")).extracting(JsonNode::asText).containsExactly("the", "film");
        assertThat(first.path("indices"))
                .extracting(JsonNode::asInt)
                .hasSize(80)
                .endsWith(0, 1, 4, 5);
        JsonNode second = json(result.lines().getLast());
        assertThat(second.path("tokens")).extracting(JsonNode::asText).containsExactly("the", "été");
        assertThat(second.path("indices")).extracting(JsonNode::asInt).endsWith(0, 1, 4, 2);
    }

    @Test
    void shouldWriteArtifactThatDeeplearning4jOpensWhenItTrains() throws Exception {
        // Given
        var csv = new StringBuilder("text,label\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i % 2 == 0 ? "a lovely film,pos\n" : "a dreadful film,neg\n");
        }
        Path data = Files.writeString(folder.resolve("reviews.csv"), csv);
        Path models = folder.resolve("models");

        // When
        Result result = run("", "train", "--data", data.toString(), "--epochs", "2", "--out", models.toString());

        // Then
        assertThat(result.status).as(result.err).isZero();
        assertThat(result.out)
                .contains("48 reviews to train on, 12 to test on", "Epoch 1/2", "Epoch 2/2")
                .containsPattern(
                        "loss: \\d\\.\\d{4} - accuracy: [01]\\.\\d{4} - val_loss: \\d\\.\\d{4} - val_accuracy: ")
                .containsPattern("Test score: \\d\\.\\d{4}\nTest accuracy: [01]\\.\\d{4}\n");
        List<Path> files = filesIn(models);
        assertThat(files).hasSize(1);
        MultiLayerNetwork stock =
                ModelSerializer.restoreMultiLayerNetwork(files.getFirst().toFile());
        assertThat(stock.numParams()).isEqualTo(387_713);
        assertThat(run("", "score", "--model", files.getFirst().toString(), "lovely").status)
                .isZero();
        assertThat(run("", "evaluate", "--model", files.getFirst().toString(), "--data", data.toString()).out)
                .contains("reviews 60", "Test accuracy: ");
    }

    @Test
    void shouldEndWithSummaryWhenDemoHasScoredItsReviews() throws Exception {
        // Given
        List<Path> before = brokerFolders();

        // When
        Result result = run("", "demo", "--reviews", "40", "--rate", "100", "--port", ANY_PORT);

        // Then
        assertThat(result.status).as(result.err).isZero();
        assertThat(result.lines().getLast())
                .matches(
                        "40 reviews scored, accuracy [01]\\.\\d{4}, \\d+\\.\\d reviews/s, model \\d{8}T\\d{6}Z-[0-9a-f]{8}");
        assertThat(brokerFolders()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "KILL"})
    void shouldLeaveNoBrokerAndNoFolderWhenDemoGetsSignal(String signal) throws Exception {
        // Given
        List<Path> before = brokerFolders();
        Process demo = start("demo", "--port", ANY_PORT);
        List<ProcessHandle> children;
        try (var out = demo.inputReader(UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.matches(" +5 .*")) {
                line = out.readLine();
            }
            assertThat(line).as("verdicts came").isNotNull();
            children = demo.descendants().toList();
            assertThat(children).isNotEmpty();
            assertThat(brokerFolders()).hasSizeGreaterThan(before.size());

            // When
            new ProcessBuilder("kill", "-" + signal, Long.toString(demo.pid()))
                    .start()
                    .waitFor();
            out.lines().forEach(_ -> {});
        }

        // Then
        assertThat(demo.waitFor(PATIENCE)).isTrue();
        if (!signal.equals("KILL")) {
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(brokerFolders()).isEqualTo(before);
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(brokerFolders()).isEqualTo(before);
        });
    }

    private Result run(String input, String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        var err = new ArrayList<String>();
        Thread reader = Thread.ofVirtual()
                .start(() -> process.errorReader(UTF_8).lines().forEach(err::add));
        Thread writer = Thread.ofVirtual().start(() -> {
            try (var in = process.outputWriter(UTF_8)) {
                in.write(input);
            } catch (IOException e) {
                err.add("standard input was not read: " + e);
            }
        });
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        int status = process.waitFor();
        reader.join();
        writer.join();
        return new Result(status, out, String.join("\n", err));
    }

    private static Process start(String... arguments) throws IOException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                PROGRAM));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static List<Path> brokerFolders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("verdict-kafka-"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
