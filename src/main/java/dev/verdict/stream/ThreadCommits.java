package dev.verdict.stream;

import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** What Kafka Streams' own metrics say of a stream thread. */
public final class ThreadCommits {
    private ThreadCommits() {}

    /** Whether the thread has committed since it started. */
    public static boolean any(KafkaStreams streams, Thread thread) {
        return streams.metrics().values().stream()
                .filter(metric -> isCommitsOf(thread, metric.metricName()))
                .anyMatch(metric -> metric.metricValue() instanceof Number commits && commits.doubleValue() > 0);
    }

    private static boolean isCommitsOf(Thread thread, MetricName metric) {
        return metric.name().equals("commit-total")
                && metric.group().equals("stream-thread-metrics")
                && thread.getName().equals(metric.tags().get("thread-id"));
    }
}
