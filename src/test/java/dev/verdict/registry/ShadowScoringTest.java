package dev.verdict.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.TestModels;
import dev.verdict.registry.RegistryRecord.Source;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

class ShadowScoringTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ModelArtifact ACTIVE = TestModels.small(1);
    private static final ModelArtifact CANDIDATE = TestModels.small(2);

    private final Scorer active = new Scorer(ACTIVE);
    private volatile RegistryState state = RegistryState.EMPTY.with(new RegistryRecord(
            Source.MODELS,
            "verdict.models",
            CANDIDATE.version().value(),
            ArtifactFile.bytes(CANDIDATE),
            0,
            Instant.EPOCH,
            false));
    private long nextOffset = 1;
    private final ShadowScoring shadow = new ShadowScoring(() -> state, new ModelLoader(_ -> CANDIDATE));

    @AfterEach
    void close() {
        shadow.close();
    }

    private void order(String json) {
        state = state.with(new RegistryRecord(
                Source.ACTIVATIONS,
                "verdict.activations",
                "shadow",
                json == null ? null : json.getBytes(UTF_8),
                nextOffset++,
                Instant.EPOCH,
                false));
        shadow.follow();
    }

    private void begin(double share) {
        order("{\"version\":\"" + CANDIDATE.version() + "\",\"share\":" + share + "}");
        await().atMost(PATIENCE).until(() -> shadow.figures().isPresent());
    }

    private static List<Review> reviews(int count) {
        String[] texts = {"the film was good", "bad", "the film was bad don't", "good good good", "été 😀"};
        return IntStream.range(0, count)
                .mapToObj(i -> new Review("r-" + i, texts[i % texts.length] + " film".repeat(i % 7), ""))
                .toList();
    }

    private ShadowFigures figuresOnce(long compared) {
        await().atMost(PATIENCE).until(() -> shadow.figures().orElseThrow().compared() >= compared);
        return shadow.figures().orElseThrow();
    }

    @Test
    void shouldCountHowVerdictsDifferWhenACandidateScoresAlongside() {
        // Given
        List<Review> reviews = reviews(200);
        List<Sentiment> verdicts = active.score(reviews);
        var candidate = new Scorer(CANDIDATE);
        double difference = reviews.stream()
                .mapToDouble(review -> candidate.score(review).probability()
                        - active.score(review).probability())
                .average()
                .orElseThrow();
        long agreed = reviews.stream()
                .filter(review ->
                        candidate.score(review).label() == active.score(review).label())
                .count();
        begin(1);

        // When
        shadow.scored(reviews.subList(0, 150), verdicts.subList(0, 150));
        shadow.scored(reviews.subList(150, 200), verdicts.subList(150, 200));

        // Then
        ShadowFigures figures = figuresOnce(200);
        assertThat(figures.version()).isEqualTo(CANDIDATE.version().value());
        assertThat(figures.agreement()).isEqualTo(agreed / 200.0);
        assertThat(figures.meanDifference()).isCloseTo(difference, within(1e-12)); // sums in another order
        assertThat(figures.meanDistance()).isGreaterThanOrEqualTo(Math.abs(difference) - 1e-12);
        assertThat(figures.dropped() + figures.failed()).isZero();
    }

    @Test
    void shouldKeepNothingWhenNoCandidateScores() {
        // When
        shadow.scored(reviews(5), active.score(reviews(5)));

        // Then
        assertThat(shadow.figures()).isEmpty();
    }

    @ParameterizedTest(name = "share {0}")
    @ValueSource(doubles = {0.01, 0.1, 0.5, 1})
    void shouldSampleTheShareAndAlwaysTheSameReviews(double share) {
        // When
        long sampled = reviews(100_000).stream()
                .filter(review -> ShadowScoring.isSampled(review.id(), share))
                .count();

        // Then
        // Five standard deviations of a share drawn at random
        assertThat((double) sampled / 100_000).isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / 100_000)));
        assertThat(ShadowScoring.isSampled("r-1", share)).isEqualTo(ShadowScoring.isSampled("r-1", share));
    }

    @Test
    void shouldCountFailuresAndGoOnWhenTheCandidateFails() {
        // Given
        begin(1);
        List<Review> reviews = reviews(2);

        // When
        // Verdicts that are missing make the comparison fail, as a fault of the candidate's would
        shadow.scored(reviews, Arrays.asList(null, null));
        shadow.scored(reviews, active.score(reviews));

        // Then
        ShadowFigures figures = figuresOnce(2);
        assertThat(figures.failed()).isEqualTo(2);
        assertThat(figures.compared()).isEqualTo(2);
    }

    @Test
    void shouldDropReviewsWhenTheyAreMoreThanMayWait() {
        // Given
        begin(1);
        var huge = new Review("r-1", "x".repeat((4 << 20) + 1), "");

        // When
        shadow.scored(List.of(huge), List.of(active.score(new Review("r-1", "good", ""))));

        // Then
        assertThat(shadow.figures().orElseThrow().dropped()).isEqualTo(1);
        assertThat(shadow.figures().orElseThrow().compared()).isZero();
    }

    @Test
    void shouldEndAndStartAnewWhenTheRegistrySaysSo() {
        // Given
        begin(1);
        shadow.scored(reviews(3), active.score(reviews(3)));
        figuresOnce(3);

        // When
        order(null);
        await().atMost(PATIENCE).until(() -> shadow.figures().isEmpty());
        begin(0.5);

        // Then
        assertThat(shadow.figures().orElseThrow().compared()).isZero();
    }

    @Test
    void shouldScoreNothingAlongsideWhenTheCandidateIsNotPublished() {
        // Given
        begin(1);

        // When
        order("{\"version\":\"20261123T204500Z-0a1b2c3d\",\"share\":1}");

        // Then
        await().atMost(PATIENCE).until(() -> shadow.figures().isEmpty());
    }
}
