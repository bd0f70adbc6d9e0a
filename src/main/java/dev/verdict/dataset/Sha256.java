package dev.verdict.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** SHA-256 in lower-case hex. */
final class Sha256 {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    static String requireHex(String sha256) {
        if (!HEX.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hex digits, not '" + sha256 + "'");
        }
        return sha256;
    }

    static String ofFile(Path file) throws IOException {
        var digest = digest();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, out);
        }
        return hex(digest);
    }

    /** The hash that {@link ReviewDataset} describes. */
    static String ofReviews(List<LabelledReview> training, List<LabelledReview> test) {
        var digest = digest();
        update(digest, training);
        update(digest, test);
        return hex(digest);
    }

    private static void update(MessageDigest digest, List<LabelledReview> half) {
        digest.update(bigEndian(half.size()));
        for (var review : half) {
            var text = review.text().getBytes(UTF_8);
            digest.update((byte) (review.positive() ? 1 : 0));
            digest.update(bigEndian(text.length));
            digest.update(text);
        }
    }

    private static byte[] bigEndian(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
