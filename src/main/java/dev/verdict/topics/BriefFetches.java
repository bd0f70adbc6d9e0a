package dev.verdict.topics;

import org.apache.kafka.clients.consumer.ConsumerConfig;

import java.util.Map;

/**
 * For consumers that read something and are closed or asked the next thing: both wait for the fetch under way, which by
 * default waits half a second for records to come.
 */
public final class BriefFetches {
    private static final int MILLIS = 50;

    private BriefFetches() {}

    /** @param settings of a consumer, to which it is added */
    public static void addTo(Map<String, Object> settings) {
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, MILLIS);
    }
}
