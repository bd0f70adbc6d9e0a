package dev.verdict.network;

/**
 * Masks drawn by a counter-based generator: each is a function of seed, iteration, sequence and place only, so that
 * neither the order of drawing nor the number of threads matters.
 *
 * @param seed of the layer
 * @param rate share of the inputs that is dropped, in [0, 1)
 * @param recurrentRate the same for the recurrent state
 * @param shared whether the four gates share one mask
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea &amp; Flood 2014, SplitMix</a>
 */
record DrawnMasks(long seed, double rate, double recurrentRate, boolean shared, int inputs, int units)
        implements MaskSource {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final double RANGE = 0x1p32;

    @Override
    public void inputMasks(int iteration, int sequence, float[] masks, int from, int stride) {
        draw(stream(iteration, 2L * sequence), rate, inputs, masks, from, stride);
    }

    @Override
    public void recurrentMasks(int iteration, int sequence, float[] masks, int from, int stride) {
        draw(stream(iteration, 2L * sequence + 1), recurrentRate, units, masks, from, stride);
    }

    private long stream(int iteration, long number) {
        return mix(mix(mix(seed) + iteration) + number);
    }

    private void draw(long stream, double rate, int width, float[] masks, int from, int stride) {
        long threshold = Math.round(rate * RANGE);
        float kept = (float) (1 / (1 - rate));
        long state = stream;
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            int begin = from + gate * stride;
            if (shared && gate > 0) {
                System.arraycopy(masks, from, masks, begin, width);
                continue;
            }
            for (int i = 0; i < width; i++) {
                state += GOLDEN_GAMMA;
                masks[begin + i] = mix(state) >>> 32 < threshold ? 0 : kept;
            }
        }
    }

    /** David Stafford's mix 13, as in {@link java.util.SplittableRandom}. */
    static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
