package dev.verdict.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.verdict.demo.SampleReviews;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.NetworkSettings;
import dev.verdict.model.TestModels;
import dev.verdict.network.RecurrentActivation;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The exported network in ONNX Runtime. */
class OnnxRuntimeTest {
    private static final int STEPS = 80;

    @Test
    void shouldGiveTheProbabilitiesOfVerdictWhenTheModelIsTheBundledOne() throws IOException {
        ModelArtifact artifact = BundledModel.read();
        assertAgrees(artifact, sequences(artifact.card().network().indexCount()));
    }

    @ParameterizedTest(name = "{0} indices, embedding of {1}, {2} units, {3}")
    @CsvSource({
        "2000, 128, 128, SIGMOID",
        "2000, 128, 128, HARD_SIGMOID",
        "20000, 32, 64, SIGMOID",
        "500, 24, 40, HARD_SIGMOID",
        "50, 7, 5, SIGMOID",
        "4, 1, 1, HARD_SIGMOID"
    })
    void shouldGiveTheProbabilitiesOfVerdictWhenTheWidthIsAny(
            int indices, int embedding, int units, RecurrentActivation activation) {
        var shape = new NetworkSettings(indices, embedding, units, activation);
        var weights = TestModels.weights(shape, 11);
        assertAgrees(
                ModelArtifact.of(
                        TestModels.TRAINED_AT,
                        TestModels.card(shape),
                        TestModels.small(1).vocabulary(),
                        weights),
                sequences(indices));
    }

    @Test
    void shouldKeepEveryReviewsPlaceWhenTheBatchIsAnyLarge() throws IOException {
        // Given
        ModelArtifact artifact = BundledModel.read();
        List<TokenSequence> sequences =
                sequences(artifact.card().network().indexCount()).subList(0, 100);
        try (var engine = new OnnxRuntimeEngine(artifact, 1)) {
            float[] together = Agreement.probabilities(engine, sequences, 100);

            // When
            float[] alone = Agreement.probabilities(engine, sequences, 1);

            // Then
            assertThat(Agreement.largestDifference(alone, together)).isLessThanOrEqualTo(Agreement.TOLERANCE);
        }
    }

    @Test
    void shouldTellInputOutputAndOriginWhenAsked() throws Exception {
        // Given
        ModelArtifact artifact = BundledModel.read();
        try (var engine = new OnnxRuntimeEngine(artifact, 1)) {
            // When
            Collection<NodeInfo> inputs = engine.session().getInputInfo().values();
            Collection<NodeInfo> outputs = engine.session().getOutputInfo().values();
            Map<String, String> metadata = engine.session().getMetadata().getCustomMetadata();

            // Then
            assertThat(inputs).singleElement().satisfies(input -> {
                assertThat(input.getName()).isEqualTo("indices");
                assertThat(((TensorInfo) input.getInfo()).type).isEqualTo(OnnxJavaType.INT64);
                assertThat(((TensorInfo) input.getInfo()).getShape()).containsExactly(-1, STEPS);
            });
            assertThat(outputs).singleElement().satisfies(output -> {
                assertThat(output.getName()).isEqualTo("probability");
                assertThat(((TensorInfo) output.getInfo()).type).isEqualTo(OnnxJavaType.FLOAT);
                assertThat(((TensorInfo) output.getInfo()).getShape()).containsExactly(-1);
            });
            assertThat(engine.session().getMetadata().getProducerName()).isEqualTo("Verdict");
            assertThat(metadata)
                    .containsEntry("verdict.model", artifact.version().value());
        }
    }

    @Test
    void shouldRefuseSequencesWhenTheirLengthIsAnother() throws IOException {
        try (var engine = new OnnxRuntimeEngine(BundledModel.read(), 1)) {
            var short79 = new TokenSequence(new int[STEPS - 1], STEPS - 1, 0, 0, false);
            assertThatThrownBy(() -> engine.caller().ready(List.of(short79)).probabilities())
                    .hasCauseInstanceOf(OrtException.class)
                    .hasMessageContaining("Expected: 80");
        }
    }

    private static void assertAgrees(ModelArtifact artifact, List<TokenSequence> sequences) {
        // Given
        float[] expected;
        try (Engine verdict = new VerdictEngine(artifact)) {
            expected = Agreement.probabilities(verdict, sequences, 100);
        }

        // When
        float[] actual;
        try (Engine onnxRuntime = new OnnxRuntimeEngine(artifact, 1)) {
            actual = Agreement.probabilities(onnxRuntime, sequences, 100);
        }

        // Then
        assertThat(sequences).hasSizeGreaterThanOrEqualTo(1000);
        assertThat(sequences.stream().map(TokenSequence::padding).distinct())
                .as("every length from the start alone to the whole sequence")
                .hasSize(STEPS);
        assertThat(Agreement.largestDifference(actual, expected)).isLessThanOrEqualTo(Agreement.TOLERANCE);
    }

    /** A sequence a review of the sample, cut so that every length comes; rarer words are unknown to smaller networks. */
    private static List<TokenSequence> sequences(int indexCount) {
        Tokenizer tokenizer = bundledTokenizer();
        List<TokenSequence> sequences = new ArrayList<>();
        for (SampleReviews.SampleReview review : SampleReviews.read()) {
            int[] entries = tokenizer.entries(review.text());
            for (int i = 0; i < entries.length; i++) {
                entries[i] = entries[i] < indexCount ? entries[i] : Tokenizer.UNKNOWN;
            }
            int length = Math.min(1 + sequences.size() % STEPS, entries.length);
            sequences.add(ReviewMix.padded(entries, length, STEPS));
        }
        return sequences;
    }

    private static Tokenizer bundledTokenizer() {
        try {
            return BundledModel.read().tokenizer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
