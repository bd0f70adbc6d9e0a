package dev.verdict.registry;

/**
 * A record of the registry's topics that must not be used.
 *
 * @param key as text, cut if it is long
 * @param reason a sentence
 */
public record RefusedRecord(String topic, String key, long offset, String reason) {
    private static final int KEY_LENGTH = 80;

    public RefusedRecord {
        key = key.length() > KEY_LENGTH ? key.substring(0, KEY_LENGTH) + "..." : key;
    }
}
