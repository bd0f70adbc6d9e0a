package dev.verdict.dataset;

import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads CSV (RFC 4180) with a header: columns {@code text} and {@code label}, maybe {@code id} and {@code split}. */
final class CsvReviews {
    private static final Set<String> COLUMNS = Set.of("text", "label", "id", "split");

    private final RowReader reader;
    private final ReviewRows rows;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    private CsvReviews(Path source, Reader reader) throws IOException {
        this.reader = new RowReader(source, reader);
        this.rows = new ReviewRows(source);
        this.parser = CSVParser.builder()
                .setReader(this.reader)
                .setFormat(CSVFormat.RFC4180)
                .get();
        this.records = parser.iterator();
    }

    static ReviewDataset read(Path source, Reader reader) throws IOException {
        return new CsvReviews(source, reader).read();
    }

    private ReviewDataset read() throws IOException {
        var header = next();
        if (header.isEmpty()) {
            return rows.toDataset();
        }
        var columns = columns(header.get());
        for (var row = next(); row.isPresent(); row = next()) {
            add(row.get(), columns, header.get().fields().size());
        }
        return rows.toDataset();
    }

    /** The next row that is not an empty line. */
    private Optional<Row> next() throws IOException {
        while (true) {
            long line = parser.getCurrentLineNumber() + 1;
            reader.startRow(line);
            try {
                if (!records.hasNext()) {
                    return Optional.empty();
                }
                var fields = records.next().toList();
                if (!fields.equals(List.of(""))) {
                    return Optional.of(new Row(line, fields));
                }
            } catch (UncheckedIOException e) {
                if (e.getCause() instanceof CSVException) {
                    throw rows.rejected(
                            line, "the row is not CSV; look for a quote that is not closed or not doubled", e);
                }
                throw e.getCause();
            }
        }
    }

    private Map<String, Integer> columns(Row header) {
        var columns = new HashMap<String, Integer>();
        for (int i = 0; i < header.fields().size(); i++) {
            var name = header.fields().get(i).strip().toLowerCase(Locale.ROOT);
            if (columns.put(name, i) != null && COLUMNS.contains(name)) {
                throw rows.rejected(
                        header.line(), "the column %s stands twice; rename one".formatted(ReviewRows.quote(name)));
            }
        }
        var missing = Stream.of("text", "label")
                .filter(name -> !columns.containsKey(name))
                .collect(Collectors.joining(" and "));
        if (!missing.isEmpty()) {
            throw rows.rejected(
                    header.line(),
                    "the header has no column %s but %s; name the columns text and label"
                            .formatted(missing, ReviewRows.quote(String.join(",", header.fields()))));
        }
        return columns;
    }

    private void add(Row row, Map<String, Integer> columns, int width) {
        if (row.fields().size() != width) {
            throw rows.rejected(
                    row.line(),
                    "the row has %d columns, the header %d; put a text with commas in double quotes"
                            .formatted(row.fields().size(), width));
        }
        rows.add(
                row.line(),
                row.field(columns, "id"),
                row.field(columns, "text"),
                row.field(columns, "label"),
                row.field(columns, "split"));
    }

    /** @param line of the file that the row begins at */
    private record Row(long line, List<String> fields) {
        /** @return empty if there is no such column */
        String field(Map<String, Integer> columns, String name) {
            var column = columns.get(name);
            return column == null ? "" : fields.get(column);
        }
    }
}
