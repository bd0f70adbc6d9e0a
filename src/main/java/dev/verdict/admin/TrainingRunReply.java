package dev.verdict.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.verdict.retraining.TrainingData;
import dev.verdict.retraining.TrainingData.File;
import dev.verdict.retraining.TrainingData.Imdb;
import dev.verdict.retraining.TrainingData.Labelled;
import dev.verdict.retraining.TrainingRequest;
import dev.verdict.retraining.TrainingRun;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/**
 * A training run as it is told.
 *
 * @param changedAt when its trainer was heard of last, or when it ended
 * @param maxEpochs passes over the reviews at most
 * @param from version of the model that it goes on from
 * @param attempt how many trainers have begun it
 * @param progress of the epoch under way
 * @param epochs a row per epoch done
 * @param model version that it came to
 * @param detail why it ended so, or what it waits for
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record TrainingRunReply(
        String id,
        TrainingRun.Status status,
        String requestedBy,
        Instant requestedAt,
        Instant changedAt,
        int maxEpochs,
        long seed,
        TrainedOn data,
        String from,
        int attempt,
        TrainingRun.Progress progress,
        List<Epoch> epochs,
        String model,
        String detail) {

    /**
     * What it trains on.
     *
     * @param path of a file
     * @param since of labelled reviews, like {@code addedToImdb}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TrainedOn(
            @Schema(enumeration = {"imdb", "file", "labelled"})
            String kind,

            String path,
            Instant since,
            Boolean addedToImdb) {
        static TrainedOn of(TrainingData data) {
            return switch (data) {
                case Imdb() -> new TrainedOn("imdb", null, null, null);
                case File(String path) -> new TrainedOn("file", path, null, null);
                case Labelled(Instant since, boolean addedToImdb) ->
                    new TrainedOn("labelled", null, since, addedToImdb);
            };
        }
    }

    /** Loss is the mean binary cross-entropy; training figures are means over the epoch's minibatches. */
    record Epoch(int epoch, double loss, double accuracy, double validationLoss, double validationAccuracy) {}

    static TrainingRunReply of(TrainingRun run) {
        TrainingRequest request = run.request();
        return new TrainingRunReply(
                run.id(),
                run.status(),
                request.by(),
                request.at(),
                run.changedAt(),
                request.epochs(),
                request.seed(),
                TrainedOn.of(request.data()),
                request.from(),
                run.attempt(),
                run.progress(),
                run.epochs().stream()
                        .map(row -> new Epoch(
                                row.epoch(),
                                row.loss(),
                                row.accuracy(),
                                row.validationLoss(),
                                row.validationAccuracy()))
                        .toList(),
                run.model(),
                run.detail());
    }
}
