package dev.verdict.training;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.util.List;

/**
 * Loss and accuracy of the predictions that a minibatch is trained on, dropout included, as Keras shows them. They are
 * made of the last hidden layer's activations, since Deeplearning4j hands out no others while it trains.
 */
final class BatchFigures extends BaseTrainingListener {
    private boolean[] positive = {};
    private RunningMeans means = new RunningMeans();

    /**
     * @param labels of the minibatch that comes next
     * @param sums where its figures go
     */
    void expect(boolean[] labels, RunningMeans sums) {
        positive = labels;
        means = sums;
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        var output = ((MultiLayerNetwork) model).getOutputLayer();
        INDArray kernel = output.getParam(DefaultParamInitializer.WEIGHT_KEY); // (units, 1)
        INDArray bias = output.getParam(DefaultParamInitializer.BIAS_KEY); // (1, 1)
        INDArray logits = activations.getLast().mmul(kernel).addi(bias.getFloat(0)); // (minibatch, 1)
        for (int i = 0; i < positive.length; i++) {
            means.add(1 / (1 + Math.exp(-logits.getFloat(i))), positive[i]);
        }
    }
}
