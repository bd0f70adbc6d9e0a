package dev.verdict.replay;

/** A replay that could not be finished; what it had put back stays so, and the next one goes on from there. */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayException(String message) {
        super(message);
    }

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
