package dev.verdict.registry;

/** The registry cannot do what it was asked to; the message says why in one sentence. */
public class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryException(String message) {
        super(message);
    }

    RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
