package dev.verdict.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.model.LstmWeights;
import dev.verdict.model.NetworkSettings;
import dev.verdict.model.ReviewNetwork;
import dev.verdict.model.TestModels;
import dev.verdict.network.RecurrentActivation;
import dev.verdict.text.TokenSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

class LstmInferenceTest {
    /**
     * The reference is float64. Float32 keeps 24 bits, a relative error of 6e-8 a rounding; nine steps of sums of at most
     * seven terms, through gates whose slope is at most 1, stay far below this, and a wrong gate or sign far above.
     */
    private static final double FLOAT32_AGAINST_FLOAT64 = 1e-6;

    /** Both are float32 and round in another order, over 80 steps of sums of up to 256 terms. */
    private static final double FLOAT32_AGAINST_FLOAT32 = 1e-5;

    private static final int STEPS = 80;
    private static final int THREADS = 16;

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheProbabilitiesOfKerasEquationsWhenWeightsAreTheReferences(RecurrentActivation activation)
            throws IOException {
        // Given
        JsonNode reference = reference();
        int steps = reference.at("/shapes/steps").intValue();
        var inference = new LstmInference(weights(reference, activation), steps);
        List<TokenSequence> sequences = StreamSupport.stream(
                        reference.get("tokens").spliterator(), false)
                .map(LstmInferenceTest::ints)
                .map(TestSequences::of)
                .toList();

        // When
        double[] probabilities =
                sequences.stream().mapToDouble(inference::probability).toArray();

        // Then
        assertThat(sequences).extracting(TokenSequence::padding).containsExactly(0, 3, 6, 8);
        assertThat(probabilities)
                .containsExactly(
                        floats64(reference.at("/inference/" + activation.name().toLowerCase(Locale.ROOT))),
                        within(FLOAT32_AGAINST_FLOAT64));
    }

    @ParameterizedTest(name = "{0} indices, embedding of {1}, {2} units, {3}")
    @CsvSource({
        "50, 16, 12, SIGMOID",
        "30, 7, 5, HARD_SIGMOID",
        "2000, 128, 128, SIGMOID",
        "2000, 128, 128, HARD_SIGMOID"
    })
    void shouldGiveTheProbabilitiesOfStockDeeplearning4jWhenPaddingIsAny(
            int indices, int embedding, int units, RecurrentActivation activation) {
        // Given
        LstmWeights weights = TestModels.weights(new NetworkSettings(indices, embedding, units, activation), 11);
        var random = new SplittableRandom(12);
        List<TokenSequence> sequences = IntStream.rangeClosed(0, STEPS)
                .mapToObj(padding -> TestSequences.withPads(random, indices, STEPS, padding))
                .toList();
        var inference = new LstmInference(weights, STEPS);
        float[][] rows =
                sequences.stream().map(sequence -> toFloats(sequence.indices())).toArray(float[][]::new);
        double[] stock =
                ReviewNetwork.network(weights).output(Nd4j.create(rows)).toDoubleVector();

        // When
        double[] probabilities =
                sequences.stream().mapToDouble(inference::probability).toArray();

        // Then
        assertThat(probabilities).containsExactly(stock, within(FLOAT32_AGAINST_FLOAT32));
        DoubleSummaryStatistics spread = Arrays.stream(stock).summaryStatistics();
        assertThat(spread.getMax() - spread.getMin())
                .as("sequences differ, or the comparison says nothing")
                .isGreaterThan(0.1);
    }

    @Test
    void shouldNotLookAtThePaddingWhenLeadingZerosAreCountedOrNot() {
        // Given
        // The shortcut over leading pads, and the long way through them
        LstmWeights weights = TestModels.weights(new NetworkSettings(50, 16, 12), 13);
        var inference = new LstmInference(weights, STEPS);
        int[] indices =
                TestSequences.withPads(new SplittableRandom(14), 50, STEPS, 60).indices();

        // When
        double shortcut = inference.probability(new TokenSequence(indices, 60, 19, 19, false));
        double longWay = inference.probability(new TokenSequence(indices, 0, 79, 19, false));

        // Then
        assertThat(shortcut).isEqualTo(longWay);
    }

    @Test
    void shouldGiveTheSameTwiceWhenOtherReviewsComeBetween() {
        // Given
        var inference = new LstmInference(TestModels.weights(new NetworkSettings(50, 16, 12), 15), STEPS);
        var random = new SplittableRandom(16);
        TokenSequence sequence = TestSequences.withPads(random, 50, STEPS, 3);
        double first = inference.probability(sequence);
        double other = inference.probability(TestSequences.withPads(random, 50, STEPS, 3));

        // When
        double second = inference.probability(sequence);

        // Then
        assertThat(second).isEqualTo(first).isNotEqualTo(other);
    }

    /** Each thread scores alone and in batches, with whichever network is the current one, while that is swapped. */
    @Test
    void shouldGiveTheSameWhenSixteenThreadsShareNetworksThatAreSwapped() throws Exception {
        // Given
        List<TokenSequence> sequences = TestSequences.ofEveryLength(300, STEPS, 50, 18);
        List<LstmInference> networks = IntStream.of(17, 19)
                .mapToObj(seed -> new LstmInference(TestModels.weights(new NetworkSettings(50, 16, 40), seed), STEPS))
                .toList();
        Map<LstmInference, double[]> expected = networks.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        network -> sequences.stream()
                                .mapToDouble(network::probability)
                                .toArray()));
        networks.forEach(LstmInference::warmUp);
        var current = new AtomicInteger();
        var together = new CyclicBarrier(THREADS);
        Callable<Set<LstmInference>> scoreAll = () -> {
            var random = new SplittableRandom(Thread.currentThread().threadId());
            Set<LstmInference> seen = new HashSet<>();
            together.await();
            for (int call = 0; call < 200; call++) {
                LstmInference network = networks.get(current.get() % 2);
                int from = random.nextInt(sequences.size());
                int to = call % 2 == 0 ? from + 1 : random.nextInt(from + 1, sequences.size() + 1);
                double[] probabilities = to == from + 1
                        ? new double[] {network.probability(sequences.get(from))}
                        : network.probabilities(sequences.subList(from, to));
                assertThat(probabilities).isEqualTo(Arrays.copyOfRange(expected.get(network), from, to));
                seen.add(network);
                current.incrementAndGet();
            }
            return seen;
        };

        // When
        List<Future<Set<LstmInference>>> results;
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            results = threads.invokeAll(Collections.nCopies(THREADS, scoreAll));
        }

        // Then
        for (var result : results) {
            assertThat(result.get()).containsExactlyInAnyOrderElementsOf(networks);
        }
        assertThat(expected.get(networks.getFirst())).isNotEqualTo(expected.get(networks.getLast()));
    }

    @Test
    void shouldAllocateNothingButTheResultWhenItScores() {
        // Given
        var inference = new LstmInference(TestModels.weights(new NetworkSettings(50, 16, 64), 20), STEPS);
        inference.warmUp();
        List<TokenSequence> sequences = TestSequences.ofEveryLength(256, STEPS, 50, 21);
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Runnable scoreAll = () -> {
            inference.probabilities(sequences);
            for (TokenSequence sequence : sequences) {
                inference.probability(sequence);
            }
        };
        for (int i = 0; i < 20; i++) {
            scoreAll.run(); // what is not compiled yet may allocate
        }

        // When
        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20; i++) {
            scoreAll.run();
        }
        long bytes = thread.getCurrentThreadAllocatedBytes() - before;

        // Then
        // 8 bytes a result; a single vector on the heap for every step would be 10,000
        assertThat(bytes / (20.0 * sequences.size())).isLessThan(100);
    }

    @Test
    void shouldRefuseSequenceWhenItsLengthIsNotTheNetworks() {
        var inference = new LstmInference(TestModels.weights(new NetworkSettings(50, 16, 12), 22), STEPS);

        assertThatThrownBy(() -> inference.probability(TestSequences.of(1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("80 time steps, not 3");
    }

    @ParameterizedTest(name = "output bias {0}")
    @CsvSource({"1000, 1.0", "-1000, 0.0", "0, 0.5"})
    void shouldStayWithinZeroAndOneWhenTheLogitIsExtreme(float outputBias, double expected) {
        // Given
        var shape = new NetworkSettings(4, 1, 1);
        var weights = new LstmWeights(
                shape, new float[4], new float[4], new float[4], new float[4], new float[1], outputBias);

        // When
        double probability = new LstmInference(weights, 2).probability(TestSequences.of(1, 2));

        // Then
        assertThat(probability).isEqualTo(expected);
    }

    private static JsonNode reference() throws IOException {
        try (InputStream in = LstmInferenceTest.class.getResourceAsStream("/keras_lstm_reference.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static LstmWeights weights(JsonNode reference, RecurrentActivation activation) {
        JsonNode shapes = reference.get("shapes");
        JsonNode parameters = reference.get("parameters");
        return new LstmWeights(
                new NetworkSettings(
                        shapes.get("vocabulary").intValue(),
                        shapes.get("input").intValue(),
                        shapes.get("units").intValue(),
                        activation),
                floats32(parameters.get("embedding")),
                floats32(parameters.get("W")),
                floats32(parameters.get("U")),
                floats32(parameters.get("b")),
                floats32(parameters.get("dense_w")),
                (float) parameters.at("/dense_b/0").doubleValue());
    }

    /** The numbers of a nested array, row after row. */
    private static double[] floats64(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .flatMapToDouble(node -> node.isArray()
                        ? Arrays.stream(floats64(node))
                        : Arrays.stream(new double[] {node.doubleValue()}))
                .toArray();
    }

    private static float[] floats32(JsonNode array) {
        double[] values = floats64(array);
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static int[] ints(JsonNode array) {
        return Arrays.stream(floats64(array)).mapToInt(value -> (int) value).toArray();
    }

    private static float[] toFloats(int[] indices) {
        float[] floats = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            floats[i] = indices[i];
        }
        return floats;
    }
}
