package dev.verdict.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A few files laid out like aclImdb, to be packed or unpacked. */
final class ImdbFiles {
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();

    /** A review of each label in each half, packed in an order that is not the one they are read in. */
    static ImdbFiles small() {
        return new ImdbFiles()
                .with("aclImdb/README", "Large Movie Review Dataset v1.0")
                .with("aclImdb/test/neg/0_2.txt", "Dull.")
                .with("aclImdb/test/pos/0_10.txt", "Grand.")
                .with("aclImdb/train/neg/1_1.txt", "Bad.")
                .with("aclImdb/train/pos/9_7.txt", "Good.");
    }

    ImdbFiles with(String name, String text) {
        return with(name, text.getBytes(UTF_8));
    }

    ImdbFiles with(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    ImdbFiles withLink(String name, String target) {
        links.put(name, target);
        return this;
    }

    byte[] tar() {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
            for (var file : files.entrySet()) {
                var entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
            for (var link : links.entrySet()) {
                var entry = new TarArchiveEntry(link.getKey(), TarConstants.LF_SYMLINK);
                entry.setLinkName(link.getValue());
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    byte[] tarGz() {
        return gzip(tar());
    }

    Path unpackInto(Path folder) throws IOException {
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return folder;
    }

    static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
