package dev.verdict.retraining;

import static dev.verdict.retraining.TestRuns.NOON;
import static dev.verdict.retraining.TestRuns.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.verdict.contract.TopicSchemas;
import dev.verdict.model.ModelCard;
import dev.verdict.retraining.TrainingRun.Progress;
import dev.verdict.retraining.TrainingRun.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Holds what is written of training runs to its schemas. */
class RunJsonTest {
    private static final String VERSION = "20261123T204500Z-0a1b2c3d";

    static Stream<Arguments> requests() {
        return Stream.of(
                argumentSet("the IMDB reviews", request(new TrainingData.Imdb(), "", "")),
                argumentSet("a file", request(new TrainingData.File("2026/reviews.jsonl"), "", "")),
                argumentSet("labels", request(new TrainingData.Labelled(Instant.EPOCH, false), VERSION, "")),
                argumentSet("its end", request(new TrainingData.Labelled(NOON, true), VERSION, "bob")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldFollowItsSchemaAndBeReadBackWhenARequestIsWritten(TrainingRequest request) {
        // When
        byte[] json = RunJson.write(request);

        // Then
        assertThat(TopicSchemas.errors("training-request", json)).isEmpty();
        assertThat(RunJson.read(json, TrainingRequest.class)).contains(request);
    }

    static Stream<Arguments> runs() {
        TrainingRun begun = running("a", 1, NOON);
        var rows = List.of(new ModelCard.Epoch(1, 0.51, 0.75, 0.42, 0.81));
        TrainingRun trained = begun.with(new Progress("TRAINING", 2, 3, 10, 704, 0.4, 0.8, 212), rows, NOON);
        return Stream.of(
                argumentSet("requested", TrainingRun.requested(TestRuns.request("a"))),
                argumentSet("begun", begun),
                argumentSet("trained", trained),
                argumentSet("publishing", trained.with(trained.progress().publishing(), rows, NOON)),
                argumentSet("succeeded", trained.succeeded(VERSION, "it scores from now on", NOON)),
                argumentSet("waiting", trained.to(Status.WAITING, NOON, "its trainer is gone")),
                argumentSet("failed", begun.to(Status.FAILED, NOON, "there are no reviews")));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldFollowItsSchemaAndBeReadBackWhenARunIsWritten(TrainingRun run) {
        // When
        byte[] json = RunJson.write(run);

        // Then
        assertThat(TopicSchemas.errors("training-run", json)).isEmpty();
        assertThat(RunJson.read(json, TrainingRun.class)).contains(run);
    }

    private static TrainingRequest request(TrainingData data, String from, String cancelledBy) {
        return new TrainingRequest("a", "alice", NOON, 3, -1, data, from, cancelledBy);
    }
}
