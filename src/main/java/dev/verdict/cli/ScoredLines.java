package dev.verdict.cli;

import dev.verdict.review.ParsedReview.Readable;
import dev.verdict.review.ParsedReview.Unreadable;
import dev.verdict.review.Review;
import dev.verdict.review.ReviewParser;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Reviews as JSON lines, scored on all cores, in the order of the input. The lines that are there are scored together:
 * one, where they come slowly, and as many as the network likes when they come faster than they can be scored.
 */
final class ScoredLines implements AutoCloseable {
    private final InOrder<Batch> batches;
    private volatile IOException failure;

    /**
     * @param verdicts as JSON, of the lines that could be scored
     * @param complaints of the other lines, with their numbers
     */
    record Batch(List<byte[]> verdicts, List<String> complaints, int lines) {}

    /** Reads until the stream ends; the stream is not closed. */
    ScoredLines(InputStream in, Scorer scorer) {
        this(in, scorer, Runtime.getRuntime().availableProcessors());
    }

    ScoredLines(InputStream in, Scorer scorer, int threads) {
        batches = new InOrder<>(threads);
        InputLines lines = InputLines.of(in);
        Thread.ofPlatform().daemon().name("batches").start(() -> submitAll(lines, scorer));
    }

    private void submitAll(InputLines in, Scorer scorer) {
        try {
            int done = 0;
            List<String> lines = in.next();
            while (!lines.isEmpty() && submit(lines, done + 1, scorer)) {
                done += lines.size();
                lines = in.next();
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            batches.end();
        }
    }

    private boolean submit(List<String> lines, int firstNumber, Scorer scorer) throws InterruptedException {
        return batches.submit(() -> scored(lines, firstNumber, scorer));
    }

    /**
     * Waits for the next batch; null after the last.
     *
     * @throws IOException if the input cannot be read on
     */
    Batch next() throws IOException, InterruptedException {
        try {
            Batch batch = batches.next();
            if (batch == null && failure != null) {
                throw failure;
            }
            return batch;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Whether the next batch would have to be waited for. */
    boolean isNextLate() {
        return batches.isNextLate();
    }

    private static Batch scored(List<String> lines, int firstNumber, Scorer scorer) {
        var reviews = new ArrayList<Review>(lines.size());
        var complaints = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            int number = firstNumber + i;
            byte[] line = lines.get(i).getBytes(StandardCharsets.UTF_8);
            switch (ReviewParser.parse(line, Integer.toString(number))) {
                case Readable(Review review) -> reviews.add(review);
                case Unreadable unreadable -> complaints.add("line " + number + ": " + unreadable.detail());
            }
        }
        List<byte[]> verdicts =
                scorer.score(reviews).stream().map(Sentiment::toJson).toList();
        return new Batch(verdicts, complaints, lines.size());
    }

    @Override
    public void close() {
        batches.close();
    }
}
