package dev.verdict.training;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.model.ModelArtifact;

import java.util.List;

/**
 * What a run came to.
 *
 * @param artifact of the chosen epoch
 * @param test the reviews that its test figures are of
 * @param testProbabilities P(positive) of each of them
 */
public record TrainingResult(ModelArtifact artifact, List<LabelledReview> test, double[] testProbabilities) {}
