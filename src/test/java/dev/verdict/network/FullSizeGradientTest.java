package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.util.SplittableRandom;

/**
 * Gradients at the sizes that are trained, where loops are split into tiles, panels and shards as small networks' are not. Too
 * many parameters to move one by one: each block of them is moved along its own gradient, whose length is then the slope.
 */
class FullSizeGradientTest {
    private static final int SIZE = 128;
    private static final int MINIBATCH = 32;
    /** By so much the loss is to change. It is known to about 1e-6, and curves little over so short a way. */
    private static final double CHANGE = 2e-3;

    private static final double MAX_RELATIVE_ERROR = 1e-2;

    @ParameterizedTest(name = "{0} indices, {1} time steps, implementation {2}")
    @CsvSource({"2000, 80, 1", "2000, 80, 2", "20000, 400, 1"})
    void shouldGiveTheSlopeOfTheLossWhenParametersMoveAlongTheirGradient(int indices, int steps, int implementation) {
        // Given
        EmbeddedKerasLstm layer = new EmbeddedKerasLstm.Builder()
                .nIn(indices)
                .embeddingSize(SIZE)
                .nOut(SIZE)
                .dropout(0.2)
                .recurrentDropout(0.2)
                .implementation(implementation)
                .build();
        LstmShape shape = layer.shape();
        var network = new MultiLayerNetwork(TestNetworks.classifier(layer, 1));
        network.init();
        float[] start = network.params().dup().data().asFloat();
        network.setInput(reviews(indices, steps));
        network.setLabels(TestNetworks.labels(MINIBATCH, 2));
        network.computeGradientAndScore();
        float[] gradient = network.gradient().gradient().dup().data().asFloat();

        // Then
        assertSlope(network, start, gradient, "embedding", 0, shape.inputKernelAt());
        assertSlope(network, start, gradient, "input kernel", shape.inputKernelAt(), shape.recurrentKernelAt());
        assertSlope(network, start, gradient, "recurrent kernel", shape.recurrentKernelAt(), shape.biasAt());
        assertSlope(network, start, gradient, "bias", shape.biasAt(), shape.parameterCount());
        assertSlope(network, start, gradient, "output", shape.parameterCount(), start.length);
    }

    @ParameterizedTest(name = "{0} indices, {1} time steps")
    @CsvSource({"2000, 80", "20000, 400"})
    void shouldHaveTheLossOfStockLayersWhenNothingIsDropped(int indices, int steps) {
        // Given
        EmbeddedKerasLstm layer = new EmbeddedKerasLstm.Builder()
                .nIn(indices)
                .embeddingSize(SIZE)
                .nOut(SIZE)
                .build();
        var network = new MultiLayerNetwork(TestNetworks.classifier(layer, 1));
        network.init();
        var stock = new MultiLayerNetwork(TestNetworks.stockClassifier(indices, SIZE, SIZE));
        stock.init(network.params(), true);

        // Then
        assertThat(loss(network, reviews(indices, steps)))
                .isCloseTo(loss(stock, reviews(indices, steps)), within(1e-5));
    }

    private static double loss(MultiLayerNetwork network, INDArray reviews) {
        network.setInput(reviews);
        network.setLabels(TestNetworks.labels(MINIBATCH, 2));
        network.computeGradientAndScore();
        return network.score();
    }

    private static void assertSlope(
            MultiLayerNetwork network, float[] start, float[] gradient, String block, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (double) gradient[i] * gradient[i];
        }
        double length = Math.sqrt(squares) / MINIBATCH; // Deeplearning4j sums over the minibatch and divides later
        double way = CHANGE / 2 / length; // to either side
        double change = loss(network, start, gradient, from, to, way / length / MINIBATCH)
                - loss(network, start, gradient, from, to, -way / length / MINIBATCH);
        assertThat(change / (2 * way) / length).as(block).isCloseTo(1, within(MAX_RELATIVE_ERROR));
    }

    private static double loss(
            MultiLayerNetwork network, float[] start, float[] direction, int from, int to, double share) {
        float[] moved = start.clone();
        for (int i = from; i < to; i++) {
            moved[i] += (float) (share * direction[i]);
        }
        network.setParams(Nd4j.createFromArray(moved).reshape(1, -1));
        network.computeGradientAndScore();
        return network.score();
    }

    /** Padding in front of some, frequent words in all: as reviews are. */
    private static INDArray reviews(int indices, int steps) {
        var random = new SplittableRandom(1);
        float[][] reviews = new float[MINIBATCH][steps];
        for (int row = 0; row < MINIBATCH; row++) {
            int padding = row % 4 == 0 ? 0 : random.nextInt(steps);
            for (int step = padding; step < steps; step++) {
                reviews[row][step] = (int) (indices * Math.pow(random.nextDouble(), 4));
            }
        }
        return Nd4j.createFromArray(reviews);
    }
}
