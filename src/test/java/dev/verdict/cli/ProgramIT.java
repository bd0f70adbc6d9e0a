package dev.verdict.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The packaged program as a user runs it: a process with arguments, standard streams, signals and an exit status. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // reading from a process cannot be interrupted
class ProgramIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String PROGRAM = "target/quarkus-app/quarkus-run.jar";
    private static final String ANY_PORT = "0";
    /** The JVM's own word on the Vector API, which no option silences. */
    private static final String INCUBATOR_WARNING = "WARNING: Using incubator modules: jdk.incubator.vector";

    private static final List<String> VECTOR_API = List.of("--add-modules", "jdk.incubator.vector");
    /** For what ends before more compilation pays. */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    private static final Set<String> VECTOR_COMMANDS = Set.of("demo", "serve", "train", "evaluate", "score");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Process> started = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void endProcesses() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }

    private record Result(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"--help, 0", "bogus, 2", "score --model nowhere.zip good, 1"})
    void shouldExitWithTheStatusOfItsCommand(String arguments, int status) throws Exception {
        assertThat(run("", arguments.split(" ")).status).isEqualTo(status);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has a device that is always full")
    void shouldExitWithOneAndASentenceWhenTheDiskIsFull() throws Exception {
        // Given
        ProcessBuilder builder = program("score", "good").redirectOutput(new File("/dev/full"));

        // When
        Process process = start(builder);
        List<String> err = process.errorReader(UTF_8)
                .lines()
                .filter(line -> !line.equals(INCUBATOR_WARNING))
                .toList();

        // Then
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(err).containsExactly("verdict: the output cannot be written: No space left on device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"score", "tokenize"})
    void shouldEndQuietlyWhenItsReaderHasReadEnough(String command) throws Exception {
        // Given
        Process process = start(program(command).redirectError(errFile().toFile()));

        // When
        try (var in = process.outputWriter(UTF_8)) {
            try (var out = process.inputReader(UTF_8)) {
                in.write("{\"text\":\"good\"}\n");
                in.flush();
                assertThat(out.readLine()).isNotNull();
            }
            in.write("{\"text\":\"good\"}\n");
        }

        // Then
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readAllLines(errFile()))
                .filteredOn(line -> !line.equals(INCUBATOR_WARNING))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"score", "tokenize"})
    void shouldAnswerEachLineWhenMoreMayCome(String command) throws Exception {
        // Given
        Process process = start(program(command).redirectError(errFile().toFile()));
        try (var in = process.outputWriter(UTF_8);
                var out = process.inputReader(UTF_8)) {
            for (int line = 1; line <= 3; line++) {
                // When
                in.write("{\"text\":\"good\"}\n");
                in.flush();

                // Then
                assertThat(json(out.readLine()).path("tokens").isMissingNode()).isFalse();
            }
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void shouldSayTheVersionOfTheBuildWhenAsked() throws Exception {
        // When
        Result result = run("", "--version");

        // Then
        assertThat(result.out).matches("Verdict \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
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
    void shouldWriteTheBundledNetworkWhenExported() throws Exception {
        // When
        Result result = run("", "export", "--onnx", "out/model.onnx");

        // Then
        assertThat(result.status).as(result.err).isZero();
        assertThat(result.out).isEqualTo("Wrote out/model.onnx\n");
        assertThat(filesIn(folder.resolve("out"))).hasSize(1);
        assertThat(folder.resolve("out/model.onnx")).content(ISO_8859_1).contains("Verdict", "LSTM", "verdict.model");
        assertThat(Files.size(folder.resolve("out/model.onnx")))
                .as("four bytes a parameter")
                .isBetween(4 * 387_713L, 4 * 387_713L + 10_000);
    }

    @Test
    void shouldLeaveTheModelAloneWhenTheExportWouldReplaceIt() throws Exception {
        // Given
        Path model = Files.write(folder.resolve("model.zip"), bundledArtifact());

        // When
        Result result = run("", "export", "--onnx", "./model.zip", "--model", model.toString());

        // Then
        assertThat(result.status).isEqualTo(2);
        assertThat(result.err).contains("would replace the model itself");
        assertThat(model).hasBinaryContent(bundledArtifact());
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
        assertThat(filesIn(models))
                .extracting(file -> file.getFileName().toString())
                .satisfiesExactlyInAnyOrder(
                        name -> assertThat(name).matches("verdict-model-.*\\.zip"),
                        name -> assertThat(name).isEqualTo("report.html"));
        List<Path> files = filesIn(models).stream()
                .filter(file -> file.toString().endsWith(".zip"))
                .toList();
        MultiLayerNetwork stock =
                ModelSerializer.restoreMultiLayerNetwork(files.getFirst().toFile());
        assertThat(stock.numParams()).isEqualTo(387_713);
        assertThat(run("", "score", "--model", files.getFirst().toString(), "lovely").status)
                .isZero();
        assertThat(run("", "evaluate", "--model", files.getFirst().toString(), "--data", data.toString()).out)
                .contains("reviews 60", "Test score: ", "Test accuracy: ", "AUC: ", "Brier score: ", "reviews/s");
    }

    @Test
    void shouldPrintOneJsonObjectWhenReviewsToTestOnAreEvaluated() throws Exception {
        // Given
        Path data = Files.writeString(
                folder.resolve("reviews.csv"),
                "split,text,label\ntest,one of the best films i have ever seen,pos\ntest,a waste of time,neg\n");

        // When
        Result result = run("", "evaluate", "--json", "--data", data.toString());

        // Then
        assertThat(result.status).as(result.err).isZero();
        assertThat(result.lines()).hasSize(1);
        assertThat(json(result.out).path("reviews").asInt()).isEqualTo(2);
        assertThat(json(result.out).path("confusion").path("truePositive").asInt())
                .isEqualTo(1);
        assertThat(json(result.out).path("reviewsPerSecond").asDouble()).isPositive();
    }

    @Test
    void shouldEndWithSummaryWhenDemoHasScoredItsReviews() throws Exception {
        // When
        Result result = run("", "demo", "--reviews", "40", "--rate", "100", "--port", ANY_PORT);

        // Then
        assertThat(result.status).as(result.err).isZero();
        assertThat(result.lines().getLast())
                .matches(
                        "40 reviews scored, accuracy [01]\\.\\d{4}, \\d+\\.\\d reviews/s, model \\d{8}T\\d{6}Z-[0-9a-f]{8}");
        assertThat(brokerFolders()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "KILL"})
    void shouldLeaveNoBrokerAndNoFolderWhenDemoGetsSignal(String signal) throws Exception {
        // Given
        Process demo = startDemo();
        List<ProcessHandle> children;
        try (var out = demo.inputReader(UTF_8)) {
            awaitFifthVerdict(out);
            children = demo.descendants().toList();
            assertThat(children).isNotEmpty();
            assertThat(brokerFolders()).hasSize(1);

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
            assertThat(brokerFolders()).isEmpty();
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(brokerFolders()).isEmpty();
        });
    }

    @Test
    void shouldEndWithASentenceWhenTheBrokerOfTheDemoDies() throws Exception {
        // Given
        Process demo = startDemo();
        try (var out = demo.inputReader(UTF_8)) {
            awaitFifthVerdict(out);

            // When
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            out.lines().forEach(_ -> {});
        }

        // Then
        assertThat(demo.waitFor(Duration.ofSeconds(30))).isTrue();
        assertThat(demo.exitValue()).isEqualTo(1);
        assertThat(Files.readAllLines(errFile()))
                .filteredOn(line -> line.startsWith("verdict: ")) // beside what Kafka's clients log of it
                .containsExactly("verdict: the demonstration's Kafka broker ended unexpectedly");
        assertThat(brokerFolders()).isEmpty();
    }

    private Process startDemo() throws IOException {
        ProcessBuilder demo =
                program("demo", "--port", ANY_PORT).redirectError(errFile().toFile());
        demo.command().removeAll(VECTOR_API);
        demo.command().add(1, QUICK_COMPILER);
        return start(demo);
    }

    private static void awaitFifthVerdict(BufferedReader out) throws IOException {
        String line = out.readLine();
        while (line != null && !line.matches(" +5 .*")) {
            line = out.readLine();
        }
        assertThat(line).as("verdicts came").isNotNull();
    }

    private Result run(String input, String... arguments) throws IOException, InterruptedException {
        Process process = start(program(arguments));
        var err = new ArrayList<String>();
        Thread reader = Thread.ofVirtual()
                .start(() -> process.errorReader(UTF_8)
                        .lines()
                        .filter(line -> !line.equals(INCUBATOR_WARNING))
                        .forEach(err::add));
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

    private Process start(ProcessBuilder program) throws IOException {
        Process process = program.start();
        started.add(process);
        return process;
    }

    /** The program with a folder for temporary files and a working folder of its own. */
    private ProcessBuilder program(String... arguments) throws IOException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + Files.createDirectories(temporaryFiles()),
                "-jar",
                Path.of(PROGRAM).toAbsolutePath().toString()));
        if (VECTOR_COMMANDS.contains(arguments[0])) {
            command.addAll(1, VECTOR_API); // as scripts/verdict does
        } else {
            command.add(1, QUICK_COMPILER);
        }
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile());
    }

    private Path temporaryFiles() {
        return folder.resolve("tmp");
    }

    private Path errFile() {
        return folder.resolve("err.txt");
    }

    private static byte[] bundledArtifact() throws IOException {
        return Files.readAllBytes(filesIn(Path.of("src/main/resources/model")).stream()
                .filter(file -> file.toString().endsWith(".zip"))
                .findFirst()
                .orElseThrow());
    }

    /** The beginning of a gzip file. */
    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private List<Path> brokerFolders() throws IOException {
        return filesIn(temporaryFiles()).stream()
                .filter(file -> file.getFileName().toString().startsWith("verdict-kafka-"))
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
