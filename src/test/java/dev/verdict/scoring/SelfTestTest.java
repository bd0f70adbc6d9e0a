package dev.verdict.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard.Sample;
import dev.verdict.model.TestModels;
import dev.verdict.review.Review;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;

class SelfTestTest {
    @Test
    void shouldPassWhenModelIsTheOneThatTheSamplesAreOf() {
        // Given
        ModelArtifact model = TestModels.small(1).withSamples();

        // Then
        assertThat(model.card().samples()).hasSizeGreaterThan(5);
        assertThat(SelfTest.of(model.card()).failure(new Scorer(model))).isEmpty();
    }

    @Test
    void shouldPassWhenModelIsTheBundledOne() throws IOException {
        // Given
        ModelArtifact model = BundledModel.read();

        // Then
        assertThat(model.card().samples()).hasSizeGreaterThan(5);
        assertThat(SelfTest.of(model.card()).failure(new Scorer(model))).isEmpty();
    }

    @Test
    void shouldPassWhenThereAreNoSamples() {
        // Given
        ModelArtifact model = TestModels.small(1);

        // Then
        assertThat(SelfTest.of(model.card()).failure(new Scorer(model))).isEmpty();
    }

    @Test
    void shouldSayWhatItGivesWhenTheWeightsAreOthers() {
        // Given
        ModelArtifact model = TestModels.small(1).withSamples();

        // When
        var failure = SelfTest.of(model.card()).failure(new Scorer(TestModels.small(2)));

        // Then
        assertThat(failure.orElseThrow())
                .contains(
                        "self-test fails: sample 1 of " + model.card().samples().size());
    }

    @Test
    void shouldFailWhenTheVocabularyIsAnother() {
        // Given
        ModelArtifact model = TestModels.withWords("good", "film", "bad").withSamples();

        // When
        var failure = SelfTest.of(model.card()).failure(new Scorer(TestModels.withWords("film", "bad", "good")));

        // Then
        assertThat(failure).isPresent();
    }

    @ParameterizedTest(name = "off by {0}: fails {1}")
    @CsvSource({"0.9e-5, false", "-0.9e-5, false", "1.1e-5, true", "-1.1e-5, true"})
    void shouldAllowRoundingAndNoMore(double difference, boolean fails) {
        // Given
        var scorer = new Scorer(TestModels.small(1));
        double right = scorer.score(new Review("", "good film", "")).probability();

        // When
        var failure = new SelfTest(List.of(new Sample("good film", right + difference))).failure(scorer);

        // Then
        assertThat(failure.isPresent()).isEqualTo(fails);
    }
}
