package dev.verdict.stream;

import dev.verdict.stream.ScoringOutcome.Scored;
import dev.verdict.topics.TopicsConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

import java.time.InstantSource;
import java.util.function.Supplier;

/** The stream: reviews are scored in batches, then parted into sentiments and dead letters. */
public final class ScoringTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private ScoringTopology() {}

    /**
     * The topology that the application and its tests run. Keys are never looked into; bytes are parsed inside, so that
     * a record which cannot be read is an outcome and not an error.
     *
     * @param scorers gives the scorer of the moment
     */
    static Topology build(
            TopicsConfig topics,
            StreamConfig config,
            Supplier<BatchScorer> scorers,
            Breaker breaker,
            ScoringMetrics metrics,
            StreamTracing tracing,
            OutputLimit limit) {
        var scoring =
                new BatchScoring(topics.sentiments(), topic -> limit.maxMessageBytes(topic) - tracing.headerBytes());
        var builder = new StreamsBuilder();
        builder.addStateStore(BatchStore.create());
        builder.stream(topics.reviews(), reviews())
                .process(
                        () -> new ScoringProcessor(scorers, scoring, config, breaker, metrics, tracing),
                        Named.as("score"),
                        BatchStore.NAME)
                .split(Named.as("outcome-"))
                .branch(
                        (key, outcome) -> outcome instanceof Scored,
                        Branched.withConsumer(
                                scored -> scored.mapValues(ScoringTopology::sentiment, Named.as("to-sentiment"))
                                        .to(
                                                topics.sentiments(),
                                                Produced.with(BYTES, BYTES).withName("sentiments")),
                                "scored"))
                .defaultBranch(Branched.withConsumer(
                        rejected -> rejected.process(
                                        () -> new DeadLetterProcessor(topics.dead(), limit), Named.as("to-dead-letter"))
                                .to(topics.dead(), Produced.with(BYTES, BYTES).withName("dead-letters")),
                        "rejected"));
        return builder.build();
    }

    private static Consumed<byte[], byte[]> reviews() {
        return Consumed.with(BYTES, BYTES)
                .withTimestampExtractor(new ReviewTimestamp(InstantSource.system()))
                .withName("reviews");
    }

    private static byte[] sentiment(ScoringOutcome outcome) {
        return ((Scored) outcome).sentiment();
    }
}
