package dev.verdict.rollup;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

import java.nio.ByteBuffer;

/**
 * What was counted of a subject.
 *
 * @param count reviews, at least 1 unless it is {@link #NONE}
 * @param positive those of them whose label is positive
 * @param sum of their probabilities
 */
public record Rollup(long count, long positive, double sum) {
    static final Rollup NONE = new Rollup(0, 0, 0);

    private static final int BYTES = 2 * Long.BYTES + Double.BYTES;

    Rollup plus(Observation observation) {
        return new Rollup(count + 1, positive + (observation.isPositive() ? 1 : 0), sum + observation.probability());
    }

    Rollup plus(Rollup other) {
        return new Rollup(count + other.count, positive + other.positive, sum + other.sum);
    }

    /** Mean P(positive); in [0, 1], as rounding could bring the mean of many ones above it. */
    public double meanProbability() {
        return Math.clamp(sum / count, 0.0, 1.0);
    }

    /** Null stands for null: a store asks before it knows of a subject. */
    static Serde<Rollup> serde() {
        return Serdes.serdeFrom(
                (_, rollup) -> rollup == null ? null : rollup.toBytes(),
                (_, bytes) -> bytes == null ? null : fromBytes(bytes));
    }

    private byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(count)
                .putLong(positive)
                .putDouble(sum)
                .array();
    }

    private static Rollup fromBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new SerializationException("a rollup has " + bytes.length + " bytes instead of " + BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Rollup(in.getLong(), in.getLong(), in.getDouble());
    }
}
