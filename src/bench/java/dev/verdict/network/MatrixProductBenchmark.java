package dev.verdict.network;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.util.Arrays;

/** A product of (32, 128) and (128, 512), the recurrent kernel's, by the fastest arithmetic there is. */
@State(Scope.Thread)
public class MatrixProductBenchmark {
    private static final int ROWS = 32;
    private static final int DEPTH = 128;
    private static final int COLUMNS = 512;

    /** Floating-point operations of a product. */
    public static final double FLOP = 2.0 * ROWS * DEPTH * COLUMNS;

    private final Arithmetic arithmetic = Arithmetic.fastest();
    private final float[] result = new float[ROWS * COLUMNS];
    private final Rows left = Rows.spaced(filled(ROWS * DEPTH), ROWS, 0, DEPTH);
    private final Rows zeros = Rows.repeated(new float[COLUMNS], ROWS, 0);
    private final Rows ones = Rows.repeated(filled(COLUMNS), ROWS, 0);
    private final Rows products = Rows.spaced(result, ROWS, 0, COLUMNS);
    private final float[] panels = filled(DEPTH * COLUMNS);

    @Benchmark
    public float[] multiply() {
        int width = arithmetic.panelWidth();
        for (int panel = 0; panel * width < COLUMNS; panel++) {
            arithmetic.multiply(ROWS, DEPTH, left, panels, panel * DEPTH * width, ones, zeros, products, panel * width);
        }
        return result;
    }

    private static float[] filled(int length) {
        float[] values = new float[length];
        Arrays.fill(values, 1);
        return values;
    }
}
