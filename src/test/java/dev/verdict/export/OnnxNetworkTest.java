package dev.verdict.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.LstmWeights;
import dev.verdict.model.NetworkSettings;
import dev.verdict.network.RecurrentActivation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Field numbers here are those of onnx.proto, written down apart from the program's. */
class OnnxNetworkTest {
    private static final int INDICES = 6;
    private static final int EMBEDDING = 4;
    private static final int UNITS = 3;
    private static final int STEPS = 7;

    /** Keras's gates in the order of their columns, and the order of ONNX's rows. */
    private static final String KERAS_GATES = "ifco";

    private static final String ONNX_GATES = "iofc";

    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    @Test
    void shouldNameInputAndOutputWithTheirShapesWhenBuilt() {
        // When
        ProtobufReader graph = graph(RecurrentActivation.SIGMOID);

        // Then
        assertThat(graph.text(2)).isEqualTo("name");
        assertThat(graph.messages(11)).hasSize(1);
        assertThat(describe(graph.message(11))).isEqualTo("indices 7 [batch, 7]");
        assertThat(graph.messages(12)).hasSize(1);
        assertThat(describe(graph.message(12))).isEqualTo("probability 1 [batch]");
    }

    @Test
    void shouldComputeEveryValueBeforeItIsUsedWhenBuilt() {
        // Given
        ProtobufReader graph = graph(RecurrentActivation.SIGMOID);
        Set<String> known = new HashSet<>(tensors(graph).keySet());
        known.add(graph.message(11).text(1));
        Set<String> used = new HashSet<>();

        // When
        List<String> operators = new ArrayList<>();
        for (ProtobufReader node : graph.messages(1)) {
            assertThat(known).as("inputs of %s", node.text(3)).containsAll(node.texts(1));
            used.addAll(node.texts(1));
            known.addAll(node.texts(2));
            operators.add(node.text(4));
        }

        // Then
        assertThat(operators).containsExactly("Transpose", "Gather", "LSTM", "Squeeze", "Gemm", "Sigmoid", "Squeeze");
        assertThat(graph.messages(1)).extracting(node -> node.text(3)).doesNotHaveDuplicates();
        assertThat(known).contains("probability");
        assertThat(used).as("no tensor is idle").containsAll(tensors(graph).keySet());
    }

    @Test
    void shouldPutEveryWeightWhereOnnxExpectsItWhenBuilt() {
        // Given
        // Each weight says where it stands: row, gate, unit
        ProtobufReader graph = graph(RecurrentActivation.SIGMOID);

        // When
        Map<String, ProtobufReader> tensors = tensors(graph);

        // Then
        assertTensor(tensors.get("embedding"), List.of(6L, 4L), List.of(counted(INDICES * EMBEDDING)));
        assertTensor(tensors.get("input_kernel"), List.of(1L, 12L, 4L), onnxRows(EMBEDDING));
        assertTensor(tensors.get("recurrent_kernel"), List.of(1L, 12L, 3L), onnxRows(UNITS));
        List<Float> bias =
                new ArrayList<>(onnxRows(1).stream().flatMap(List::stream).toList());
        for (int i = 0; i < 4 * UNITS; i++) {
            bias.add(0f); // of the recurrent state
        }
        assertTensor(tensors.get("lstm_bias"), List.of(1L, 24L), List.of(bias));
        assertTensor(tensors.get("output_kernel"), List.of(3L, 1L), List.of(counted(UNITS)));
        assertTensor(tensors.get("output_bias"), List.of(1L), List.of(List.of(0.25f)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheGatesFunctionWhenBuilt(RecurrentActivation activation) {
        // When
        ProtobufReader lstm = graph(activation).messages(1).get(2);

        // Then
        assertThat(lstm.texts(1)).containsExactly("embedded", "input_kernel", "recurrent_kernel", "lstm_bias");
        assertThat(lstm.texts(2)).containsExactly("", "last_state");
        Map<String, ProtobufReader> attributes =
                lstm.messages(5).stream().collect(Collectors.toMap(each -> each.text(1), each -> each));
        assertThat(attributes.get("hidden_size").integer(20)).as("INT").isEqualTo(2);
        assertThat(attributes.get("hidden_size").integer(3)).isEqualTo(UNITS);
        assertThat(attributes.get("activations").integer(20)).as("STRINGS").isEqualTo(8);
        switch (activation) {
            case SIGMOID -> {
                assertThat(attributes.get("activations").texts(9)).containsExactly("Sigmoid", "Tanh", "Tanh");
                assertThat(attributes).containsOnlyKeys("hidden_size", "activations");
            }
            case HARD_SIGMOID -> {
                assertThat(attributes.get("activations").texts(9)).containsExactly("HardSigmoid", "Tanh", "Tanh");
                assertThat(attributes.get("activation_alpha").integer(20))
                        .as("FLOATS")
                        .isEqualTo(6);
                assertThat(attributes.get("activation_alpha").numbers(7)).containsExactly(0.2f);
                assertThat(attributes.get("activation_beta").numbers(7)).containsExactly(0.5f);
            }
        }
    }

    private static ProtobufReader graph(RecurrentActivation activation) {
        var weights = new LstmWeights(
                new NetworkSettings(INDICES, EMBEDDING, UNITS, activation),
                floats(counted(INDICES * EMBEDDING)),
                kerasKernel(EMBEDDING),
                kerasKernel(UNITS),
                kerasKernel(1),
                floats(counted(UNITS)),
                0.25f);
        return ProtobufReader.of(OnnxNetwork.graph("name", weights, STEPS));
    }

    /** (rows, 4 * units), row-major. */
    private static float[] kerasKernel(int rows) {
        List<Float> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (char gate : KERAS_GATES.toCharArray()) {
                for (int unit = 0; unit < UNITS; unit++) {
                    values.add(weight(row, gate, unit));
                }
            }
        }
        return floats(values);
    }

    /** (4 * units, rows). */
    private static List<List<Float>> onnxRows(int rows) {
        List<List<Float>> result = new ArrayList<>();
        for (char gate : ONNX_GATES.toCharArray()) {
            for (int unit = 0; unit < UNITS; unit++) {
                List<Float> values = new ArrayList<>();
                for (int row = 0; row < rows; row++) {
                    values.add(weight(row, gate, unit));
                }
                result.add(values);
            }
        }
        return result;
    }

    private static float weight(int row, char gate, int unit) {
        return row * 10_000 + gate * 10 + unit;
    }

    private static List<Float> counted(int length) {
        List<Float> values = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            values.add((float) i);
        }
        return values;
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private static Map<String, ProtobufReader> tensors(ProtobufReader graph) {
        return graph.messages(5).stream().collect(Collectors.toMap(tensor -> tensor.text(8), tensor -> tensor));
    }

    private static void assertTensor(ProtobufReader tensor, List<Long> dimensions, List<List<Float>> rows) {
        assertThat(tensor.integer(2)).isEqualTo(FLOAT);
        assertThat(tensor.integers(1)).isEqualTo(dimensions);
        var raw =
                ByteBuffer.wrap(tensor.bytes(9)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] values = new float[raw.remaining()];
        raw.get(values);
        assertThat(values)
                .containsExactly(floats(rows.stream().flatMap(List::stream).toList()));
    }

    /** Name, type of the elements and shape of an input or output. */
    private static String describe(ProtobufReader value) {
        ProtobufReader tensor = value.message(2).message(1);
        assertThat(tensor.integer(1)).isIn((long) FLOAT, (long) INT64);
        List<String> shape = tensor.message(2).messages(1).stream()
                .map(dimension -> dimension.has(2) ? dimension.text(2) : "" + dimension.integer(1))
                .toList();
        return value.text(1) + " " + tensor.integer(1) + " " + shape;
    }
}
