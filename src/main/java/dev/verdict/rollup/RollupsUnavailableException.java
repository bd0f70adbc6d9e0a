package dev.verdict.rollup;

/** What was asked for cannot be told at the moment, or not by this instance; the message is a sentence for who asked. */
public final class RollupsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RollupsUnavailableException(String message) {
        super(message);
    }

    RollupsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
