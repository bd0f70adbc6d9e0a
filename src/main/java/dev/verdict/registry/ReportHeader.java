package dev.verdict.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The report on a model's training: a header of the model's record, an HTML page in UTF-8, gzipped. It belongs to the record and
 * not to the artifact, whose content its version is the hash of.
 */
final class ReportHeader {
    static final String NAME = "verdict.report";

    /** Of the page. Whoever wrote the record may have written anything. */
    static final int MAX_BYTES = 1 << 20;

    /** What the topic leaves for it beside the largest artifact. A report of ours takes 11 KiB. */
    static final int MAX_ZIPPED = 48 << 10;

    private ReportHeader() {}

    /** @return nothing if it is too large */
    static Optional<byte[]> value(String report) {
        byte[] page = report.getBytes(UTF_8);
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(page);
        } catch (IOException e) {
            throw new IllegalStateException("an array can always be written", e);
        }
        return page.length > MAX_BYTES || bytes.size() > MAX_ZIPPED
                ? Optional.empty()
                : Optional.of(bytes.toByteArray());
    }

    /** @throws RegistryException if that is no such report */
    static String report(byte[] value) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(value))) {
            byte[] page = gzip.readNBytes(MAX_BYTES + 1);
            if (page.length > MAX_BYTES) {
                throw new RegistryException("the model's report is larger than " + MAX_BYTES + " bytes");
            }
            return new String(page, UTF_8);
        } catch (IOException e) {
            throw new RegistryException("the model's report is damaged: " + e.getMessage(), e);
        }
    }
}
