package dev.verdict.network;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

import java.lang.foreign.MemorySegment;

/**
 * ND4J's arrays at the layers' border. What the layers compute is float32; in a network of another data type it is
 * converted here.
 */
final class BorderArrays {
    private BorderArrays() {}

    /** A copy of an array's elements, the last index fastest. */
    static float[] read(INDArray array) {
        float[] values = new float[Math.toIntExact(array.length())];
        MemorySegment.copy(elements(rowMajor(array)), JAVA_FLOAT, 0, values, 0, values.length);
        return values;
    }

    /** As {@link #read}, into an array that is large enough. */
    static void read(INDArray array, float[] values) {
        MemorySegment.copy(elements(rowMajor(array)), JAVA_FLOAT, 0, values, 0, Math.toIntExact(array.length()));
    }

    /** Sets all elements of a vector, or of an array whose last index is fastest. */
    static void write(float[] values, INDArray array) {
        if (array.dataType() == DataType.FLOAT) {
            MemorySegment.copy(values, 0, elements(array), JAVA_FLOAT, 0, Math.toIntExact(array.length()));
        } else {
            array.assign(Nd4j.createFromArray(values).reshape('c', array.shape()));
        }
    }

    private static INDArray rowMajor(INDArray array) {
        INDArray floats = array.castTo(DataType.FLOAT);
        return floats.ordering() == 'c' && Shape.hasDefaultStridesForShape(floats) ? floats : floats.dup('c');
    }

    /** Of a float32 array, whose elements lie one after the other; valid as long as the array is. */
    @SuppressWarnings("restricted") // ND4J's memory has no other door
    static MemorySegment elements(INDArray array) {
        long address = array.data().addressPointer().address(); // of a view's first element
        return MemorySegment.ofAddress(address).reinterpret(array.length() * Float.BYTES);
    }
}
