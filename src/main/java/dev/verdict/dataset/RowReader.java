package dev.verdict.dataset;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/** Refuses a row that does not end, such as one with an open quote, before it fills the memory. */
final class RowReader extends FilterReader {
    /** Choice: the longest review, and room for escapes and other columns. */
    private static final int MAX_ROW_CHARS = 4 * CollectedReviews.MAX_REVIEW_BYTES;

    private final Path source;
    private long line = 1;
    private long charsOfRow;

    RowReader(Path source, Reader in) {
        super(in);
        this.source = source;
    }

    /** What is read from here on belongs to the row that begins at this line. */
    void startRow(long line) {
        this.line = line;
        charsOfRow = 0;
    }

    @Override
    public int read() throws IOException {
        int character = super.read();
        count(character < 0 ? 0 : 1);
        return character;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(count);
        return count;
    }

    private void count(int chars) {
        charsOfRow += Math.max(0, chars);
        if (charsOfRow > MAX_ROW_CHARS) {
            throw new DatasetException(
                    "%s, line %d: the row has no end within %d characters; look for a missing quote or line break"
                            .formatted(source, line, MAX_ROW_CHARS));
        }
    }
}
