package dev.verdict.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Lines for another program; a write that fails is not passed over in silence. Not thread-safe. */
final class OutputLines implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out;

    OutputLines(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    static OutputLines toStandardOutput() {
        return new OutputLines(new FileOutputStream(FileDescriptor.out));
    }

    /**
     * @param line without its end, in UTF-8
     * @throws ClosedOutputException if nobody reads any more
     * @throws IOException if the line cannot be written
     */
    void print(byte[] line) throws IOException {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** Hands on what was printed; throws as {@link #print} does. */
    void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    private static IOException explained(IOException failure) {
        return "Broken pipe".equals(failure.getMessage())
                ? new ClosedOutputException(failure)
                : new IOException("the output cannot be written: " + failure.getMessage(), failure);
    }

    /** The program that reads the output has read enough, as {@code head} does. */
    static final class ClosedOutputException extends IOException {
        private static final long serialVersionUID = 1L;

        ClosedOutputException(IOException cause) {
            super("the output is not read any more", cause);
        }
    }
}
