package dev.verdict.stream;

import static org.awaitility.Awaitility.await;

import dev.verdict.model.ModelVersion;
import dev.verdict.model.TestModels;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import dev.verdict.topics.TopicsConfig;
import org.apache.kafka.streams.KafkaStreams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The stream with the service's settings in this JVM, for what cannot be done to another process from outside. */
public final class BreakableStream implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final CrashingScorer scorer = new CrashingScorer();
    private final RunningStream stream;

    /** Dies in the next of its calls as often as it is told, in a way that is no fault of a review. */
    private static final class CrashingScorer implements BatchScorer {
        private final Scorer scorer = new Scorer(TestModels.withWords("good", "film"));
        private final AtomicInteger crashes = new AtomicInteger();

        @Override
        public ModelVersion model() {
            return scorer.model();
        }

        @Override
        public List<Sentiment> score(List<Review> reviews) {
            if (crashes.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new AssertionError("a crash on purpose");
            }
            return scorer.score(reviews);
        }
    }

    /** @param topics settings of the topics by their names */
    public BreakableStream(String bootstrapServers, String applicationId, Map<String, String> topics) {
        stream = new RunningStream(
                bootstrapServers,
                TestConfigs.of(TopicsConfig.class, topics),
                TestConfigs.of(StreamConfig.class, Map.of()),
                () -> scorer,
                Map.of("application.id", applicationId));
    }

    public void awaitRunning() {
        await().atMost(PATIENCE).until(() -> stream.streams().state() == KafkaStreams.State.RUNNING);
    }

    /** Lets the thread die that scores the next batch. */
    public void crash() {
        scorer.crashes.incrementAndGet();
    }

    @Override
    public void close() {
        stream.close();
    }
}
