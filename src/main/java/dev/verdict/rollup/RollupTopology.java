package dev.verdict.rollup;

import dev.verdict.topics.TopicsConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

import java.time.InstantSource;
import java.util.stream.Stream;

/** Sentiments are brought together by subject, counted, and what was counted is told. */
final class RollupTopology {
    /** Of the topic between the two halves: what is counted there is held by whoever has its partition. */
    static final String SUBJECTS = "subject";

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private RollupTopology() {}

    /** The topology that the service and its tests run. */
    static Topology build(TopicsConfig topics, RollupSettings settings, RollupMetrics metrics, InstantSource clock) {
        var builder = new StreamsBuilder();
        builder.addStateStore(RollupStores.allTime());
        builder.addStateStore(RollupStores.changed());
        settings.windows().forEach(window -> builder.addStateStore(RollupStores.windows(window)));
        String[] stores = Stream.concat(
                        Stream.of(RollupStores.ALL_TIME, RollupStores.CHANGED),
                        settings.windows().stream().map(RollupStores::of))
                .toArray(String[]::new);
        builder.stream(
                        topics.sentiments(),
                        Consumed.with(BYTES, BYTES)
                                .withTimestampExtractor(new ReviewTime(clock))
                                .withName("sentiments"))
                .process(() -> new SubjectProcessor(metrics), Named.as("to-subject"))
                .repartition(
                        Repartitioned.with(Serdes.String(), Observation.serde()).withName(SUBJECTS))
                .process(() -> new RollupProcessor(settings, metrics), Named.as("count"), stores)
                .mapValues((key, rollup) -> RollupValue.of(key, rollup, settings.windows()), Named.as("to-json"))
                .to(topics.rollups(), Produced.with(RollupKey.serde(), BYTES).withName("rollups"));
        return builder.build();
    }
}
