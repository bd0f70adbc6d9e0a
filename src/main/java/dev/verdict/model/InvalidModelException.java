package dev.verdict.model;

/** An artifact that must not be used; the message says which one and why in one sentence. */
public final class InvalidModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidModelException(String message) {
        super(message);
    }

    InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
