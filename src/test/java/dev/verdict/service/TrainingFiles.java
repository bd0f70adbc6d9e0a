package dev.verdict.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Small data sets: reviews whose label hangs on one word. */
final class TrainingFiles {
    private TrainingFiles() {}

    /** The even ones are positive. */
    static String text(int number) {
        return "film " + number + " was " + (number % 2 == 0 ? "lovely" : "dreadful");
    }

    /** An unpacked IMDB archive whose halves have so many of those texts, the test half the later ones. */
    static void writeImdb(Path folder, int training, int test) throws IOException {
        for (int i = 0; i < training + test; i++) {
            Path file = folder.resolve(i < training ? "train" : "test")
                    .resolve(i % 2 == 0 ? "pos" : "neg")
                    .resolve(i + (i % 2 == 0 ? "_9.txt" : "_2.txt"));
            Files.createDirectories(file.getParent());
            Files.writeString(file, text(i));
        }
    }

    static void write(Path file, int reviews) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                IntStream.range(0, reviews)
                        .mapToObj(i -> "{\"text\": \"%s\", \"label\": %d}".formatted(text(i), 1 - i % 2))
                        .toList());
    }
}
