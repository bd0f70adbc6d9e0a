package dev.verdict.topics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.util.List;
import jakarta.validation.constraints.Min;

/** Names of the topics, and how those are created that are missing. */
@ConfigMapping(prefix = "verdict.topics")
public interface TopicsConfig {
    /** Where reviews come in. */
    @WithDefault("reviews")
    String reviews();

    /** Where sentiments go out. */
    @WithDefault("sentiments")
    String sentiments();

    /** Where records go that cannot be scored. */
    @WithDefault("reviews.dead")
    String dead();

    /** Where it goes what was counted of subjects. */
    @WithDefault("sentiment.rollups")
    String rollups();

    /** Where it is written down what administrators did. */
    @WithDefault("verdict.audit")
    String audit();

    /** Where models are kept. */
    @WithDefault("verdict.models")
    String models();

    /** Where it stands which of them scores. */
    @WithDefault("verdict.activations")
    String activations();

    /** Where instances say which they run. */
    @WithDefault("verdict.instances")
    String instances();

    /** Whether missing topics are created; otherwise the service waits for them. */
    @WithDefault("true")
    boolean create();

    /** Partitions of topics that are created; at least 1. The stream's work is shared by partitions. */
    @WithDefault("4")
    @Min(1) int partitions();

    /** Replicas of topics that are created; at least 1, or -1 to leave it to the broker. */
    @WithDefault("-1")
    @Min(-1) short replicationFactor();

    /** Largest record, in bytes, of topics that are created; at least 1024. */
    @WithDefault("8388608")
    @Min(1024) int maxMessageBytes();

    /** All topics that the stream reads and writes. */
    default List<String> ofStream() {
        return List.of(reviews(), sentiments(), dead());
    }
}
