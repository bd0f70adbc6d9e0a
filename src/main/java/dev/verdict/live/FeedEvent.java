package dev.verdict.live;

import dev.verdict.review.Label;

/** What a listener is told; {@code json} is its data. Events are shared by all listeners. */
public sealed interface FeedEvent {
    String json();

    /**
     * A sentiment came.
     *
     * @param id {@link FeedPosition} after it
     */
    record Came(int partition, long offset, String id, String subject, Label label, String json) implements FeedEvent {}

    /** Some that match were not told, for the listener wants fewer or reads too slowly. */
    record Skipped(long count) implements FeedEvent {
        @Override
        public String json() {
            return "{\"count\":" + count + "}";
        }
    }

    /** The listener came back too late: what it missed is no longer at hand as a whole. */
    record Gap() implements FeedEvent {
        @Override
        public String json() {
            return "{}";
        }
    }

    /**
     * Nothing happened, but the connection lives.
     *
     * @param id {@link FeedPosition} of the feed; empty if nothing came yet
     */
    record Heartbeat(String id, String json) implements FeedEvent {}
}
