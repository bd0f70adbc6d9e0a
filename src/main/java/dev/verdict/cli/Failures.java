package dev.verdict.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** Sentences for what ended a command; Java's own messages often are a bare name. */
final class Failures {
    private Failures() {}

    static String sentence(Throwable failure) {
        return switch (failure) {
            case FileSystemException e -> fileSentence(e);
            case UncheckedIOException e
            when Objects.equals(e.getMessage(), e.getCause().toString()) -> sentence(e.getCause());
            case OutOfMemoryError e ->
                "there is not enough memory (" + message(e) + "): give more with VERDICT_JAVA_OPTS=-Xmx4g, for example";
            case LinkageError e -> // ND4J's native libraries are loaded by static initialisers
                "a library cannot be loaded on this machine: " + message(rootCause(e));
            default -> message(failure);
        };
    }

    private static String fileSentence(FileSystemException failure) {
        String file = failure.getFile();
        return switch (failure) {
            case NoSuchFileException _ -> file + " does not exist";
            case AccessDeniedException _ -> file + " cannot be accessed: permission denied";
            case FileAlreadyExistsException _ -> file + " is in the way: it is there already and is not a folder";
            case NotDirectoryException _ -> file + " is not a folder";
            case DirectoryNotEmptyException _ -> file + " is a folder that is not empty";
            default ->
                failure.getReason() == null
                        ? file + " cannot be read or written"
                        : file + " cannot be read or written: "
                                + failure.getReason(); // such as: No space left on device
        };
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
