package dev.verdict.text;

/**
 * How texts become sequences.
 *
 * @param indexCount indices the network knows, the three special ones included; at least 4 (Keras: {@code num_words})
 * @param sequenceLength time steps of a sequence, in [1, 10,000] (Keras: {@code maxlen})
 */
public record TokenizerSettings(int indexCount, int sequenceLength) {
    /** Those of the Keras recipe for the IMDB reviews. */
    public static final TokenizerSettings KERAS_IMDB = new TokenizerSettings(2000, 80);

    /** Far beyond any review, yet no burden for what keeps a state per time step. */
    private static final int MAX_SEQUENCE_LENGTH = 10_000;

    public TokenizerSettings {
        if (indexCount <= Tokenizer.INDEX_OF_RANK_0) {
            throw new IllegalArgumentException("indexCount must be at least 4, not " + indexCount);
        }
        if (sequenceLength < 1 || sequenceLength > MAX_SEQUENCE_LENGTH) {
            throw new IllegalArgumentException(
                    "sequenceLength must be in [1, " + MAX_SEQUENCE_LENGTH + "], not " + sequenceLength);
        }
    }

    /** How many words, the most frequent ones, have an index of their own. */
    public int rankedWords() {
        return indexCount - Tokenizer.INDEX_OF_RANK_0 - 1;
    }
}
