package dev.verdict.stream;

/** A record came that can neither be written nor wait; its thread is replaced and reads it again when the stream goes on. */
final class PausedStreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PausedStreamException(String message) {
        super(message);
    }
}
