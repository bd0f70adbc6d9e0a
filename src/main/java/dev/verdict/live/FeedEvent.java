package dev.verdict.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.verdict.review.Label;

/** What a listener is told; {@code json} is its data. Events are shared by all listeners. */
public sealed interface FeedEvent {
    String json();

    /** A sentiment came. Its texts are made when a listener first wants them: most of the time nobody listens. */
    final class Came implements FeedEvent {
        private static final ObjectWriter JSON = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .writerFor(LiveSentiment.class);

        private final int partition;
        private final long offset;
        private final FeedPosition position;
        private final LiveSentiment sentiment;
        // Whoever sees them unset makes the same ones again.
        private String id;
        private String json;

        /** @param position after it */
        Came(int partition, long offset, FeedPosition position, LiveSentiment sentiment) {
            this.partition = partition;
            this.offset = offset;
            this.position = position;
            this.sentiment = sentiment;
        }

        int partition() {
            return partition;
        }

        long offset() {
            return offset;
        }

        String subject() {
            return sentiment.sentiment().subject();
        }

        Label label() {
            return sentiment.sentiment().label();
        }

        /** {@link FeedPosition} after it. */
        public String id() {
            String text = id;
            if (text == null) {
                text = position.toString();
                id = text;
            }
            return text;
        }

        @Override
        public String json() {
            String text = json;
            if (text == null) {
                text = write(sentiment);
                json = text;
            }
            return text;
        }

        private static String write(LiveSentiment sentiment) {
            try {
                return JSON.writeValueAsString(sentiment);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a sentiment cannot be written as JSON", e);
            }
        }
    }

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
