package dev.verdict.export;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The messages of the ONNX format that a network needs; the numbers are the schema's.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/v1.12.0/onnx/onnx.proto">onnx.proto</a>
 */
final class OnnxSchema {
    /** Version of the set of operators: ONNX 1.12 of 2022, which any runtime in use knows. */
    static final int OPERATOR_SET = 17;
    /** Version of the format that came with it. */
    static final int IR_VERSION = 8;

    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private OnnxSchema() {}

    /** A dimension of a tensor: a size, or a name for one that every call chooses. */
    sealed interface Dimension {
        record Fixed(int size) implements Dimension {}

        record Free(String name) implements Dimension {}
    }

    /** @param metadata beyond what the format itself provides for */
    static ProtobufMessage model(
            String producer,
            String producerVersion,
            String description,
            Map<String, String> metadata,
            ProtobufMessage graph) {
        var model = new ProtobufMessage()
                .integer(1, IR_VERSION)
                .text(2, producer)
                .text(3, producerVersion)
                .text(6, description)
                .message(7, graph)
                .message(8, new ProtobufMessage().text(1, "").integer(2, OPERATOR_SET));
        metadata.forEach((key, value) ->
                model.message(14, new ProtobufMessage().text(1, key).text(2, value)));
        return model;
    }

    /** @param nodes in an order in which they can be computed */
    static ProtobufMessage graph(
            String name,
            List<ProtobufMessage> nodes,
            List<ProtobufMessage> initializers,
            ProtobufMessage input,
            ProtobufMessage output) {
        var graph = new ProtobufMessage();
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, name);
        initializers.forEach(initializer -> graph.message(5, initializer));
        return graph.message(11, input).message(12, output);
    }

    /**
     * @param inputs names of values; an empty one stands for an optional input that is left out
     * @param outputs names of values, likewise
     */
    static ProtobufMessage node(
            String operator, List<String> inputs, List<String> outputs, ProtobufMessage... attributes) {
        var node = new ProtobufMessage();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        node.text(3, operator.toLowerCase(Locale.ROOT) + "_" + outputs.getLast())
                .text(4, operator);
        for (ProtobufMessage attribute : attributes) {
            node.message(5, attribute);
        }
        return node;
    }

    static ProtobufMessage attribute(String name, long value) {
        return attribute(name, 2).integer(3, value);
    }

    static ProtobufMessage numbersAttribute(String name, float... values) {
        ProtobufMessage attribute = attribute(name, 6);
        for (float value : values) {
            attribute.number(7, value);
        }
        return attribute;
    }

    static ProtobufMessage integersAttribute(String name, long... values) {
        ProtobufMessage attribute = attribute(name, 7);
        for (long value : values) {
            attribute.integer(8, value);
        }
        return attribute;
    }

    static ProtobufMessage textsAttribute(String name, String... values) {
        ProtobufMessage attribute = attribute(name, 8);
        for (String value : values) {
            attribute.text(9, value);
        }
        return attribute;
    }

    private static ProtobufMessage attribute(String name, int type) {
        return new ProtobufMessage().text(1, name).integer(20, type);
    }

    /** A constant tensor of float32, row-major. */
    static ProtobufMessage floats(String name, float[] values, int... dimensions) {
        return tensor(name, FLOAT, dimensions).bytes(9, ProtobufMessage.littleEndian(values));
    }

    /** A constant vector of int64. */
    static ProtobufMessage integers(String name, long... values) {
        ProtobufMessage tensor = tensor(name, INT64, values.length);
        for (long value : values) {
            tensor.integer(7, value);
        }
        return tensor;
    }

    private static ProtobufMessage tensor(String name, int type, int... dimensions) {
        var tensor = new ProtobufMessage();
        for (int dimension : dimensions) {
            tensor.integer(1, dimension);
        }
        return tensor.integer(2, type).text(8, name);
    }

    /** An input or output of int64. */
    static ProtobufMessage integersValue(String name, String description, Dimension... shape) {
        return value(name, description, INT64, shape);
    }

    /** An input or output of float32. */
    static ProtobufMessage floatsValue(String name, String description, Dimension... shape) {
        return value(name, description, FLOAT, shape);
    }

    private static ProtobufMessage value(String name, String description, int type, Dimension... shape) {
        var dimensions = new ProtobufMessage();
        for (Dimension dimension : shape) {
            dimensions.message(
                    1,
                    switch (dimension) {
                        case Dimension.Fixed(int size) -> new ProtobufMessage().integer(1, size);
                        case Dimension.Free(String free) -> new ProtobufMessage().text(2, free);
                    });
        }
        var tensor = new ProtobufMessage().integer(1, type).message(2, dimensions);
        return new ProtobufMessage()
                .text(1, name)
                .message(2, new ProtobufMessage().message(1, tensor))
                .text(3, description);
    }
}
