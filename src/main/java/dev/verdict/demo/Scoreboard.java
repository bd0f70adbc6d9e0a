package dev.verdict.demo;

import dev.verdict.demo.SampleReviews.SampleReview;
import dev.verdict.review.Label;
import dev.verdict.review.Sentiment;

import java.util.Locale;

/** Keeps count of sentiments against the known labels, and puts both into lines for people. Not thread-safe. */
final class Scoreboard {
    private static final int LINE_WIDTH = 110;
    private static final String GREEN = "\u001B[32m";
    private static final String RED = "\u001B[31m";
    private static final String DIM = "\u001B[2m";
    private static final String PLAIN = "\u001B[0m";

    private final boolean colour;
    private int scored;
    private int correct;
    private String model = "none";

    /** @param colour whether the lines may hold ANSI colours */
    Scoreboard(boolean colour) {
        this.colour = colour;
    }

    int scored() {
        return scored;
    }

    /** Counts a sentiment and gives its line. */
    String line(Sentiment sentiment, SampleReview review) {
        boolean right = sentiment.label() == review.label();
        scored++;
        correct += right ? 1 : 0;
        model = sentiment.model();
        return line(Integer.toString(scored), sentiment, right ? "right" : "WRONG", review.text());
    }

    /** Gives the line of a review that is not of the sample, without counting it: nobody knows its label. */
    String lineOfOther(Sentiment sentiment) {
        return line("-", sentiment, "", "review " + sentiment.id());
    }

    private String line(String number, Sentiment sentiment, String judgement, String text) {
        String head = String.format(
                Locale.ROOT, "%6s  %-8s  %.3f  %-5s  ", number, sentiment.label(), sentiment.probability(), judgement);
        String cut = start(text, LINE_WIDTH - head.length());
        if (!colour) {
            return head + cut;
        }
        return (sentiment.label() == Label.POSITIVE ? GREEN : RED) + head + PLAIN + DIM + cut + PLAIN;
    }

    /** How it went so far. */
    String summary(double seconds) {
        return String.format(
                Locale.ROOT,
                "%d reviews scored, accuracy %.4f, %.1f reviews/s, model %s",
                scored,
                scored == 0 ? 0.0 : (double) correct / scored,
                seconds > 0 ? scored / seconds : 0.0,
                model);
    }

    /** One printable line: markup and control characters, which a terminal might obey, become spaces. */
    private static String start(String text, int width) {
        String printable = text.replace("<br />", " ").replaceAll("\\p{Cntrl}", " ");
        return printable.length() <= width ? printable : printable.substring(0, width - 1) + "…";
    }
}
