package dev.verdict.retraining;

import dev.verdict.dataset.DownloadProgress;
import dev.verdict.dataset.ImdbArchive;
import dev.verdict.dataset.LabelledReview;
import dev.verdict.dataset.ReviewDataset;
import dev.verdict.dataset.ReviewDatasets;
import dev.verdict.retraining.RunWork.RefusedException;
import dev.verdict.topics.BriefFetches;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jakarta.inject.Singleton;

/** Gets what a run trains on. */
@Singleton
public class TrainingReviews {
    /** Of reviews that come in one part, as on the command line; IMDB brings its own test half. */
    private static final double TEST_SHARE = 0.2;

    private static final DownloadProgress SILENT = new DownloadProgress() {
        @Override
        public void received(long bytes, long totalBytes) {}

        @Override
        public void waiting() {}
    };

    private final RetrainingConfig config;
    private final DataFolder folder;
    private final Map<String, Object> kafka;

    TrainingReviews(RetrainingConfig config, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = config;
        this.folder = new DataFolder(config.dataDirectory());
        this.kafka = kafka;
    }

    /** What is wrong with a path of a data set as it is written. */
    public Optional<String> problem(String path) {
        return folder.problem(path);
    }

    /** With a test half. */
    ReviewDataset read(TrainingRequest request) {
        ReviewDataset dataset = switch (request.data()) {
            case TrainingData.Imdb _ -> imdb();
            case TrainingData.File(String path) -> ReviewDatasets.read(folder.resolve(path));
            case TrainingData.Labelled labelled -> labelled(labelled, request);
        };
        return dataset.withTestHeldOut(TEST_SHARE, request.seed());
    }

    private ReviewDataset imdb() {
        Path archive = config.imdb()
                .orElseGet(() -> ImdbArchive.original(ImdbArchive.defaultCacheFolder(
                                System.getenv(), Path.of(System.getProperty("user.home"))))
                        .fetch(SILENT));
        return ReviewDatasets.read(archive);
    }

    private ReviewDataset labelled(TrainingData.Labelled data, TrainingRequest request) {
        List<LabelledReview> labelled = readTopic(data, request);
        if (labelled.isEmpty()) {
            throw new RefusedException(
                    "topic " + config.topics().labelled() + " has no labelled reviews since " + data.since());
        }
        if (!data.addedToImdb()) {
            return ReviewDataset.of(labelled, List.of());
        }
        ReviewDataset imdb = imdb();
        // The test half stays as it is, so that models can be compared; what stands in it must not be trained on.
        Set<String> tested = imdb.test().stream().map(LabelledReview::text).collect(Collectors.toSet());
        Stream<LabelledReview> added = labelled.stream().filter(review -> !tested.contains(review.text()));
        return ReviewDataset.of(Stream.concat(imdb.training().stream(), added).toList(), imdb.test());
    }

    private List<LabelledReview> readTopic(TrainingData.Labelled data, TrainingRequest request) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        BriefFetches.addTo(settings);
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            return LabelledReviews.read(consumer, config.topics().labelled(), data.since(), request.at());
        }
    }
}
