package dev.verdict.training;

import dev.verdict.review.Label;

/** Mean loss and accuracy of the predictions added so far. */
final class RunningMeans {
    private double lossSum;
    private int correct;
    private int count;

    void add(double probability, boolean positive) {
        lossSum += BinaryCrossEntropy.of(probability, positive);
        correct += (Label.of(probability) == Label.POSITIVE) == positive ? 1 : 0;
        count++;
    }

    double loss() {
        return lossSum / count;
    }

    double accuracy() {
        return (double) correct / count;
    }

    int count() {
        return count;
    }
}
