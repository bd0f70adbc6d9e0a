package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

class StreamRunningTest {
    private final Map<MetricName, Metric> metrics = new HashMap<>();

    @Test
    void shouldBeInGroupWhenEachConsumerSentAHeartbeatLately() {
        add("last-heartbeat-seconds-ago", "thread-1", 0.0);
        add("last-heartbeat-seconds-ago", "thread-2", 30.0);
        add("heartbeat-rate", "thread-2", 100.0);

        assertThat(StreamRunning.isInGroup(metrics)).isTrue();
    }

    @Test
    void shouldNotBeInGroupWhenOneConsumerReachesNobody() {
        add("last-heartbeat-seconds-ago", "thread-1", 0.0);
        add("last-heartbeat-seconds-ago", "thread-2", 31.0);

        assertThat(StreamRunning.isInGroup(metrics)).isFalse();
    }

    @Test
    void shouldBeInGroupWhenItHasJustJoinedAndSentNone() {
        add("last-heartbeat-seconds-ago", "thread-1", -1.0); // what Kafka gives then

        assertThat(StreamRunning.isInGroup(metrics)).isTrue();
    }

    private void add(String name, String client, Object value) {
        var metric = new MetricName(name, "consumer-coordinator-metrics", "", Map.of("client-id", client));
        metrics.put(metric, new FixedMetric(metric, value));
    }
}
