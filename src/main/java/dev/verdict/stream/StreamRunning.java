package dev.verdict.stream;

import dev.verdict.roles.Roles;
import dev.verdict.scoring.CurrentModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Whether this instance works on the stream, as a metric. Kafka Streams goes on being RUNNING while no broker answers; what
 * tells then is how long ago its consumers last sent their group a heartbeat.
 */
@ApplicationScoped
class StreamRunning {
    /** The session has timed out long ago, and a rebalance does not take as long. */
    private static final double HEARTBEAT_LIMIT_SECONDS = 30;

    void onStart(
            @Observes StartupEvent event,
            MeterRegistry registry,
            KafkaStreams streams,
            FailedThreads threads,
            CurrentModel model,
            Roles roles) {
        if (roles.scorer()) {
            StreamGauge.register(
                    registry,
                    "verdict.stream.running",
                    "1 while this instance works on the stream, or waits for reviews",
                    () -> streams.state() == KafkaStreams.State.RUNNING
                                    && model.decided().toCompletableFuture().isDone()
                                    && threads.recentFailure().isEmpty()
                                    && isInGroup(streams.metrics())
                            ? 1
                            : 0);
        }
    }

    /** @param metrics of Kafka Streams and its clients */
    static boolean isInGroup(Map<MetricName, ? extends Metric> metrics) {
        return metrics.values().stream()
                .filter(metric -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
                .noneMatch(metric -> ((Number) metric.metricValue()).doubleValue() > HEARTBEAT_LIMIT_SECONDS);
    }
}
