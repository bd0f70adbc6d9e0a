package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

class StreamLagTest {
    private final Map<MetricName, Metric> metrics = new HashMap<>();

    @Test
    void shouldAddUpPartitionsOfReviewsOnly() {
        // Given
        add("records-lag", "my.reviews", "0", 3.0);
        add("records-lag", "my.reviews", "1", 4.0);
        add("records-lag", "my_reviews", "1", 4.0); // Kafka's older name of the same
        add("records-lag", "verdict-batch-changelog", "0", 50.0);
        add("records-lag-max", "my.reviews", "0", 7.0);
        add("version", "my.reviews", "0", "text");

        // Then
        assertThat(StreamLag.of(metrics, "my.reviews")).isEqualTo(7);
    }

    @Test
    void shouldBeZeroWhenNothingWasReadYet() {
        add("records-lag", "reviews", "0", Double.NaN);
        assertThat(StreamLag.of(metrics, "reviews")).isZero();
    }

    private void add(String name, String topic, String partition, Object value) {
        var metric = new MetricName(
                name, "consumer-fetch-manager-metrics", "", Map.of("topic", topic, "partition", partition));
        metrics.put(metric, new FixedMetric(metric, value));
    }
}
