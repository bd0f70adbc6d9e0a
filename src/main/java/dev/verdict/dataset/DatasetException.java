package dev.verdict.dataset;

/** A data set cannot be had; the message is one sentence for the user, saying what is wrong and what to do. */
public final class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
