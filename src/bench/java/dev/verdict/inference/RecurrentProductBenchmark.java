package dev.verdict.inference;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.util.Arrays;

/** The product of (32, 128) and the recurrent kernel, (128, 512), by the scoring engine's own loops and nothing else. */
@State(Scope.Thread)
public class RecurrentProductBenchmark {
    private static final int ROWS = 32;
    private static final int DEPTH = 128;
    private static final int COLUMNS = 512;

    /** Floating-point operations of a product. */
    public static final double FLOP = 2.0 * ROWS * DEPTH * COLUMNS;

    private final Kernels kernels = new VectorKernels();
    private final float[] hidden = filled(ROWS * DEPTH);
    private final float[] panels = filled(DEPTH * COLUMNS);
    private final float[] addend = new float[COLUMNS];
    private final int[] addendAt = new int[ROWS];
    private final float[] sums = new float[ROWS * COLUMNS];

    @Benchmark
    public float[] multiply() {
        int width = Kernels.GATES * kernels.lanes();
        for (int column = 0; column < COLUMNS; column += width) {
            kernels.multiply(
                    ROWS,
                    DEPTH,
                    hidden,
                    DEPTH,
                    panels,
                    column * DEPTH,
                    addend,
                    addendAt,
                    column,
                    sums,
                    column,
                    COLUMNS);
        }
        return sums;
    }

    private static float[] filled(int length) {
        float[] values = new float[length];
        Arrays.fill(values, 1);
        return values;
    }
}
