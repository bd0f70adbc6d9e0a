package dev.verdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;

class FailuresTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new NoSuchFileException("a"), "a does not exist"),
                arguments(new AccessDeniedException("a"), "a cannot be accessed: permission denied"),
                arguments(
                        new FileAlreadyExistsException("a"),
                        "a is in the way: it is there already and is not a folder"),
                arguments(new NotDirectoryException("a"), "a is not a folder"),
                arguments(new DirectoryNotEmptyException("a"), "a is a folder that is not empty"),
                arguments(new FileSystemException("a"), "a cannot be read or written"),
                arguments(
                        new FileSystemException("a", null, "No space left on device"),
                        "a cannot be read or written: No space left on device"),
                arguments(new UncheckedIOException(new NoSuchFileException("a")), "a does not exist"),
                arguments(new UncheckedIOException("the sample is gone", new IOException("why")), "the sample is gone"),
                arguments(new IOException("a sentence"), "a sentence"),
                arguments(new IllegalStateException(), "java.lang.IllegalStateException"),
                arguments(
                        new OutOfMemoryError("Java heap space"),
                        "there is not enough memory (Java heap space): give more with VERDICT_JAVA_OPTS=-Xmx4g, for example"),
                arguments(
                        new ExceptionInInitializerError(new UnsatisfiedLinkError("no jnind4jcpu in java.library.path")),
                        "a library cannot be loaded on this machine: no jnind4jcpu in java.library.path"),
                arguments(
                        new NoClassDefFoundError("Could not initialize class org.nd4j.linalg.factory.Nd4j"),
                        "a library cannot be loaded on this machine: "
                                + "Could not initialize class org.nd4j.linalg.factory.Nd4j"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void shouldBeASentenceWhenACommandFails(Throwable failure, String expected) {
        assertThat(Failures.sentence(failure)).isEqualTo(expected);
    }
}
