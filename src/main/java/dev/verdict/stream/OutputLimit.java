package dev.verdict.stream;

import dev.verdict.topics.TopicLimits;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How large the records that the stream writes may be. Under {@code exactly_once_v2} a record that the producer or the
 * broker refuses for its size takes its whole transaction along, so that its thread dies and its successor meets the same
 * record again; no handler can skip it. So sizes are looked at before. Thread-safe.
 *
 * <p>What a topic is said to take may be wrong: it may have been changed, or the producer may be set to send less. Each
 * refusal therefore lowers the limit until what is written gets through.
 */
public final class OutputLimit implements TopicLimits {
    /** A dead letter without the value, key and headers of its record is smaller. */
    static final int SMALLEST = 1024;

    // From the 8 MiB that we give topics to the 1 MiB that Kafka does; each step costs a rebalance.
    private static final int STEP = 8;

    private final TopicLimits topics;
    private final AtomicInteger ceiling = new AtomicInteger(Integer.MAX_VALUE);

    /** @param topics what the topics are said to take */
    public OutputLimit(TopicLimits topics) {
        this.topics = topics;
    }

    @Override
    public int maxMessageBytes(String topic) {
        return Math.min(topics.maxMessageBytes(topic), ceiling.get());
    }

    /**
     * A record was refused for its size.
     *
     * @param largestTopic that one of those the stream writes to which is said to take most
     */
    void refused(String largestTopic) {
        ceiling.set(Math.max(SMALLEST, maxMessageBytes(largestTopic) / STEP));
    }
}
