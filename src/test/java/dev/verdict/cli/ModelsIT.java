package dev.verdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BadArtifacts;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code scripts/verdict models} as a user runs it, against a broker and no service. */
class ModelsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private record Result(int status, String out, String err) {}

    @Test
    void shouldPublishListActivateShowAndCompareModels() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            String brokers = kafka.bootstrapServers();
            // Given
            ModelArtifact good = BundledModel.read();
            ModelArtifact poor = TestModels.sampled(TestModels.small(1)); // trained before the other, on other data
            Path bundled = Files.write(folder.resolve("bundled.zip"), BundledModel.bytes());
            Path small = ArtifactFile.write(poor, folder);

            // When
            Result published = run(brokers, "publish", bundled.toString());
            Result again = run(brokers, "publish", bundled.toString());
            run(brokers, "publish", small.toString());
            Result activated = run(brokers, "activate", version(poor));
            Result refused = run(brokers, "activate", version(good));
            Result forced = run(brokers, "activate", "--force", version(good));
            Result alongside = run(brokers, "activate", "--shadow", "0.1", version(poor));
            Result listed = run(brokers);
            Result shown = run(brokers, "show", version(good));
            Result listedAsJson = run(brokers, "--json");
            Result shownAsJson = run(brokers, "show", "--json", version(good));
            Result compared = run(brokers, "diff", version(good), version(poor));

            // Then
            assertThat(published.out).contains("Model " + good.version() + " is published");
            assertThat(again).isEqualTo(published);
            assertThat(activated.out).contains("Model " + poor.version() + " is active.", "0 of 0 instances");
            assertThat(refused.status).isEqualTo(1);
            assertThat(refused.err).contains("stays a candidate: the active model was tested on other data", "--force");
            assertThat(forced.out).contains("Model " + good.version() + " is active.");
            assertThat(alongside.out).contains("scores a share of 0.1 of the reviews alongside");
            assertThat(listed.out.lines().toList())
                    .anyMatch(line -> line.startsWith("* " + good.version()) && line.contains("0.8540"))
                    .anyMatch(line -> line.startsWith("~ " + poor.version()) && line.contains("0.8300"));
            assertThat(shown.out).contains("Test accuracy: 0.8540", "(kept)", "self-test: 12 samples");
            assertThat(json(listedAsJson).at("/active/version").asText()).isEqualTo(version(good));
            assertThat(json(listedAsJson).at("/shadow/share").asDouble()).isEqualTo(0.1);
            assertThat(json(listedAsJson).at("/models").findValuesAsText("version"))
                    .containsExactlyInAnyOrder(version(good), version(poor));
            assertThat(json(shownAsJson).at("/model/version").asText()).isEqualTo(version(good));
            assertThat(json(shownAsJson).at("/card/test/accuracy").asDouble())
                    .isEqualTo(good.card().test().accuracy());
            assertThat(compared.out).contains("test accuracy", "-0.0240", "recipe", "the figures cannot be compared");
        }
    }

    @Test
    void shouldPublishWithItsReportWhenTrainingIsToldTo() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            // Given
            var csv = new StringBuilder("text,label\n");
            for (int i = 0; i < 60; i++) {
                csv.append(i % 2 == 0 ? "a lovely film,pos\n" : "a dreadful film,neg\n");
            }
            String data = Files.writeString(folder.resolve("reviews.csv"), csv).toString();
            String out = folder.resolve("models").toString();

            // When
            Result trained = program(
                    kafka.bootstrapServers(), "train", "--data", data, "--epochs", "1", "--out", out, "--publish");

            // Then
            assertThat(trained.status).as(trained.err).isZero();
            Matcher published = Pattern.compile("Model (\\S+) is published").matcher(trained.out);
            assertThat(published.find()).as(trained.out).isTrue();
            assertThat(run(kafka.bootstrapServers()).out).contains("  " + published.group(1));
        }
        Result early = program("127.0.0.1:1", "train", "--publish", "--out", folder.toString());
        assertFails(early, 1, "no Kafka broker answers at 127.0.0.1:1");
        assertThat(early.out).doesNotContain("Epoch");
    }

    @Test
    void shouldSayWhatIsWrongInOneLineWhenItCannotBeDone() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            String brokers = kafka.bootstrapServers();
            String unknown = "20261123T204500Z-0a1b2c3d";
            Path bad = Files.write(
                    folder.resolve("bad.zip"),
                    BadArtifacts.of(TestModels.small(1)).get("NaN weight"));

            assertFails(run(brokers, "show", unknown), 1, "model " + unknown + " is not published");
            assertFails(run(brokers, "activate", unknown), 1, "model " + unknown + " is not published");
            assertFails(run(brokers, "publish", bad.toString()), 1, "bad.zip is not a model that can be used");
            assertFails(run(brokers, "publish", "nowhere.zip"), 1, "nowhere.zip does not exist");
            assertFails(run(brokers, "activate", "../../etc"), 2, "is not a model version");
            assertFails(run(brokers, "activate", "--shadow", "1.5", unknown), 2, "SHARE must be in [0, 1]");
        }
        assertFails(run("127.0.0.1:1"), 1, "no Kafka broker answers at 127.0.0.1:1");
    }

    private static void assertFails(Result result, int status, String sentence) {
        assertThat(result.status).isEqualTo(status);
        assertThat(result.err).contains(sentence).doesNotContain("\tat ");
        assertThat(result.err.lines().filter(line -> line.startsWith("verdict: ")))
                .hasSize(status == 1 ? 1 : 0);
    }

    private static JsonNode json(Result result) throws IOException {
        assertThat(result.out.lines()).hasSize(1);
        return new ObjectMapper().readTree(result.out);
    }

    private static String version(ModelArtifact model) {
        return model.version().value();
    }

    private Result run(String brokers, String... arguments) throws IOException, InterruptedException {
        return program(
                brokers,
                Stream.concat(Stream.of("models"), Stream.of(arguments)).toArray(String[]::new));
    }

    private Result program(String brokers, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it ends before more compilation pays
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                "target/quarkus-app/quarkus-run.jar"));
        command.addAll(List.of(arguments));
        Path err = folder.resolve("err");
        var builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", brokers);
        Process process = builder.start();
        String out;
        try (var reader = process.inputReader(UTF_8)) {
            out = String.join("\n", reader.lines().toList());
        }
        assertThat(process.waitFor(PATIENCE)).isTrue();
        return new Result(process.exitValue(), out, Files.readString(err));
    }
}
