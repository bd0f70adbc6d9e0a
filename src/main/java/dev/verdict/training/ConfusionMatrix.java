package dev.verdict.training;

/**
 * Predictions counted by what they say and by what is true, at the threshold 0.5.
 *
 * @param truePositive said positive and so it is
 * @param falsePositive said positive but it is negative
 * @param trueNegative said negative and so it is
 * @param falseNegative said negative but it is positive
 */
public record ConfusionMatrix(int truePositive, int falsePositive, int trueNegative, int falseNegative) {}
