package dev.verdict.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Values of a small Embedding -> LSTM -> Dense network that were computed from Keras's equations in float64, gradients by
 * central differences. The system property {@code verdict.reference} names another file of the same form.
 */
final class KerasReference {
    /** Place in Keras's order input, forget, candidate, output of each {@link Gate}. */
    private static final int[] KERAS_PLACE = {2, 1, 3, 0};

    private final JsonNode json;

    private KerasReference(JsonNode json) {
        this.json = json;
    }

    static KerasReference read() {
        String file = System.getProperty("verdict.reference", "");
        try (InputStream in = file.isEmpty()
                ? KerasReference.class.getResourceAsStream("/keras_lstm_reference.json")
                : Files.newInputStream(Path.of(file))) {
            return new KerasReference(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode at(String pointer) {
        return json.at(pointer);
    }

    int size(String name) {
        return json.at("/shapes/" + name).asInt();
    }

    double dropout() {
        return json.path("dropout").asDouble();
    }

    double recurrentDropout() {
        return json.path("recurrent_dropout").asDouble();
    }

    /** [minibatch, timeSteps] */
    INDArray tokens() {
        return Nd4j.createFromArray(matrix(json.path("tokens")));
    }

    /** [minibatch, 1] */
    INDArray labels() {
        return Nd4j.createFromArray(vector(json.path("labels"))).reshape(-1, 1);
    }

    /** Parameters, or gradients by them, in the order of Deeplearning4j's vector. */
    double[] flat(JsonNode tree) {
        int units = size("units");
        var flat = new Flat(numbers(tree));
        flat.addMatrix(tree.path("embedding"));
        flat.addGates(tree.path("W"), units);
        flat.addGates(tree.path("U"), units);
        for (int place : KERAS_PLACE) {
            for (int unit = 0; unit < units; unit++) {
                flat.add(tree.path("b").path(place * units + unit));
            }
        }
        flat.addMatrix(tree.path("dense_w"));
        flat.add(tree.path("dense_b").path(0));
        return flat.values;
    }

    /** The masks of one of the training examples. */
    MaskSource masks(String form) {
        JsonNode training = json.path("training").path(form);
        return new MaskSource() {
            @Override
            public void inputMasks(int iteration, int sequence, float[] masks, int from, int stride) {
                fill(training.path("input_masks"), sequence, masks, from, stride);
            }

            @Override
            public void recurrentMasks(int iteration, int sequence, float[] masks, int from, int stride) {
                fill(training.path("recurrent_masks"), sequence, masks, from, stride);
            }
        };
    }

    private static void fill(JsonNode given, int sequence, float[] masks, int from, int stride) {
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            float[] mask = vector(given.path(KERAS_PLACE[gate]).path(sequence));
            System.arraycopy(mask, 0, masks, from + gate * stride, mask.length);
        }
    }

    static float[] vector(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.path(i).asDouble();
        }
        return values;
    }

    private static float[][] matrix(JsonNode rows) {
        float[][] values = new float[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = vector(rows.path(i));
        }
        return values;
    }

    private static int numbers(JsonNode tree) {
        if (tree.isNumber()) {
            return 1;
        }
        int sum = 0;
        for (JsonNode child : tree) {
            sum += numbers(child);
        }
        return sum;
    }

    private static final class Flat {
        final double[] values;
        private int position;

        Flat(int size) {
            values = new double[size];
        }

        void add(JsonNode number) {
            values[position++] = number.asDouble();
        }

        void addMatrix(JsonNode rows) {
            for (int column = 0; column < rows.path(0).size(); column++) {
                addColumn(rows, column);
            }
        }

        void addGates(JsonNode rows, int units) {
            for (int place : KERAS_PLACE) {
                for (int unit = 0; unit < units; unit++) {
                    addColumn(rows, place * units + unit);
                }
            }
        }

        private void addColumn(JsonNode rows, int column) {
            for (JsonNode row : rows) {
                add(row.path(column));
            }
        }
    }
}
