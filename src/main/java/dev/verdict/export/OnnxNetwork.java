package dev.verdict.export;

import static dev.verdict.export.OnnxSchema.attribute;
import static dev.verdict.export.OnnxSchema.floats;
import static dev.verdict.export.OnnxSchema.floatsValue;
import static dev.verdict.export.OnnxSchema.integers;
import static dev.verdict.export.OnnxSchema.integersAttribute;
import static dev.verdict.export.OnnxSchema.integersValue;
import static dev.verdict.export.OnnxSchema.node;
import static dev.verdict.export.OnnxSchema.numbersAttribute;
import static dev.verdict.export.OnnxSchema.textsAttribute;

import dev.verdict.export.OnnxSchema.Dimension.Fixed;
import dev.verdict.export.OnnxSchema.Dimension.Free;
import dev.verdict.model.LstmWeights;
import dev.verdict.model.NetworkSettings;

import java.util.List;

/**
 * The network as an ONNX graph: {@code indices}, int64 {@code [batch, sequenceLength]}, to {@code probability}, float32
 * {@code [batch]}. Indices are transposed before they are looked up, which moves fewer bytes than transposing what was
 * looked up.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LSTM.html">LSTM</a>
 */
final class OnnxNetwork {
    /** Where ONNX's gates i, o, f, c stand among Keras's i, f, c, o. */
    private static final int[] GATES = {0, 3, 1, 2};

    private OnnxNetwork() {}

    /** @param name of the graph */
    static ProtobufMessage graph(String name, LstmWeights weights, int sequenceLength) {
        return OnnxSchema.graph(
                name,
                List.of(
                        node("Transpose", List.of("indices"), List.of("steps"), integersAttribute("perm", 1, 0)),
                        node("Gather", List.of("embedding", "steps"), List.of("embedded"), attribute("axis", 0)),
                        lstm(weights.shape()),
                        node("Squeeze", List.of("last_state", "first_axis"), List.of("state")),
                        node("Gemm", List.of("state", "output_kernel", "output_bias"), List.of("logits")),
                        node("Sigmoid", List.of("logits"), List.of("probabilities")),
                        node("Squeeze", List.of("probabilities", "second_axis"), List.of("probability"))),
                constants(weights),
                integersValue(
                        "indices",
                        "a review's sequence a row: zeros in front, 1 starts, 2 is an unknown word",
                        new Free("batch"),
                        new Fixed(sequenceLength)),
                floatsValue("probability", "P(positive), in [0, 1]", new Free("batch")));
    }

    private static ProtobufMessage lstm(NetworkSettings shape) {
        var inputs = List.of("embedded", "input_kernel", "recurrent_kernel", "lstm_bias");
        var outputs = List.of("", "last_state"); // the states of all steps are not asked for
        ProtobufMessage units = attribute("hidden_size", shape.units());
        return switch (shape.recurrentActivation()) {
            case SIGMOID ->
                node("LSTM", inputs, outputs, units, textsAttribute("activations", "Sigmoid", "Tanh", "Tanh"));
            case HARD_SIGMOID ->
                node(
                        "LSTM",
                        inputs,
                        outputs,
                        units,
                        textsAttribute("activations", "HardSigmoid", "Tanh", "Tanh"),
                        numbersAttribute("activation_alpha", 0.2f),
                        numbersAttribute("activation_beta", 0.5f));
        };
    }

    private static List<ProtobufMessage> constants(LstmWeights weights) {
        NetworkSettings shape = weights.shape();
        int units = shape.units();
        int columns = shape.gateColumns();
        return List.of(
                floats("embedding", weights.embedding(), shape.indexCount(), shape.embeddingSize()),
                floats(
                        "input_kernel",
                        transposed(weights.inputKernel(), shape.embeddingSize(), units),
                        1,
                        columns,
                        shape.embeddingSize()),
                floats("recurrent_kernel", transposed(weights.recurrentKernel(), units, units), 1, columns, units),
                floats("lstm_bias", bias(weights.bias(), units), 1, 2 * columns),
                floats("output_kernel", weights.outputKernel(), units, 1),
                floats("output_bias", new float[] {weights.outputBias()}, 1),
                integers("first_axis", 0),
                integers("second_axis", 1));
    }

    /** (rows, 4 * units) with Keras's gates to (4 * units, rows) with ONNX's. */
    private static float[] transposed(float[] kernel, int rows, int units) {
        int columns = GATES.length * units;
        float[] result = new float[kernel.length];
        for (int gate = 0; gate < GATES.length; gate++) {
            for (int unit = 0; unit < units; unit++) {
                int column = GATES[gate] * units + unit;
                int resultRow = gate * units + unit;
                for (int row = 0; row < rows; row++) {
                    result[resultRow * rows + row] = kernel[row * columns + column];
                }
            }
        }
        return result;
    }

    /** ONNX has a bias for the input and another for the recurrent state; the second is zero. */
    private static float[] bias(float[] bias, int units) {
        float[] result = new float[2 * bias.length];
        for (int gate = 0; gate < GATES.length; gate++) {
            System.arraycopy(bias, GATES[gate] * units, result, gate * units, units);
        }
        return result;
    }
}
