package dev.verdict.demo;

import java.util.Map;

/** Plays the sample into the reviews topic of a Kafka that runs already. */
public final class Feed {
    private Feed() {}

    /**
     * Blocks until all is sent and acknowledged; with no limit, until the thread is interrupted.
     *
     * @param kafka settings of the clients, {@code bootstrap.servers} at least
     * @param reviews to send; 0 goes on for ever
     * @param rate reviews sent a second, at least {@value DemoConfig#MIN_RATE}
     * @throws IllegalStateException if a review could not be sent
     */
    public static void run(Map<String, Object> kafka, String topic, int reviews, double rate) {
        var feeder = new SampleFeeder(SampleReviews.read(), reviews, rate, kafka, topic);
        feeder.run();
        feeder.requireSound();
    }
}
