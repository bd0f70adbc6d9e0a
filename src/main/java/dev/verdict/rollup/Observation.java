package dev.verdict.rollup;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

import java.nio.ByteBuffer;

/**
 * What counts of a sentiment.
 *
 * @param probability P(positive), in [0, 1]
 */
record Observation(boolean isPositive, double probability) {
    private static final int BYTES = 1 + Double.BYTES;

    static Serde<Observation> serde() {
        return Serdes.serdeFrom((_, observation) -> observation.toBytes(), (_, bytes) -> fromBytes(bytes));
    }

    private byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .put((byte) (isPositive ? 1 : 0))
                .putDouble(probability)
                .array();
    }

    private static Observation fromBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new SerializationException("an observation has " + bytes.length + " bytes instead of " + BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Observation(in.get() == 1, in.getDouble());
    }
}
