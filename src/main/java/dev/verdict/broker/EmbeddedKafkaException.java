package dev.verdict.broker;

/** The embedded broker could not be started or stopped; the message ends with the last lines the broker logged. */
public final class EmbeddedKafkaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedKafkaException(String message, Throwable cause) {
        super(message, cause);
    }
}
