package dev.verdict.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Standard input and output as buffered UTF-8, whatever the locale says. */
final class StandardStreams {
    private static final int BUFFER_CHARS = 1 << 16;

    private StandardStreams() {}

    /** Malformed bytes become U+FFFD. */
    static BufferedReader input() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), BUFFER_CHARS);
    }

    /** Close it to flush it. */
    static PrintWriter output() {
        return new PrintWriter(new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
                BUFFER_CHARS));
    }
}
