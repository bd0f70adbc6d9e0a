package dev.verdict.stream;

import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** How far this instance is behind: what the metrics of Kafka's consumers say of its partitions, added up. */
@ApplicationScoped
public class StreamLag {
    void onStart(@Observes StartupEvent event, MeterRegistry registry, KafkaStreams streams, TopicsConfig topics) {
        StreamGauge.register(
                registry,
                "verdict.stream.lag",
                "Records in the partitions of this instance that it has not read",
                () -> of(streams.metrics(), topics.reviews()));
    }

    /** @return 0 as long as nothing was read */
    public static double of(Map<MetricName, ? extends Metric> metrics, String topic) {
        return metrics.entrySet().stream()
                .filter(entry -> isLagOf(topic, entry.getKey()))
                .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
                .filter(lag -> !Double.isNaN(lag))
                .sum();
    }

    private static boolean isLagOf(String topic, MetricName metric) {
        return metric.name().equals("records-lag") && topic.equals(metric.tags().get("topic"));
    }
}
