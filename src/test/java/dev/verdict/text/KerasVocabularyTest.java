package dev.verdict.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.dataset.ReviewDatasets;
import dev.verdict.model.BundledModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our vocabulary of the IMDB reviews is Keras's. Which of two equally frequent words comes first depends on the order in
 * which Keras met them, so that words are compared by their frequency in the training reviews.
 */
class KerasVocabularyTest {
    /** Up to the first word that has no index among Keras's 2,000: ranks 1 to 1,996 become 4 to 1,999. */
    private static final int COMPARED_RANKS = 1997;

    private static final int KERAS_WORDS = 88_584;

    private static final List<String> KERAS = new ArrayList<>(); // by rank - 1
    private static final Map<String, Integer> FREQUENCIES = new HashMap<>();

    @BeforeAll
    static void readKerasWords() throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(
                KerasVocabularyTest.class.getResourceAsStream("/keras-imdb-first-words.tsv"),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] columns = line.split("\t");
                    KERAS.add(columns[1]);
                    FREQUENCIES.put(columns[1], Integer.valueOf(columns[2]));
                    assertThat(Integer.parseInt(columns[0])).isEqualTo(KERAS.size());
                }
            }
        }
        assertThat(FREQUENCIES).hasSize(2100);
    }

    @Test
    void shouldAgreeWithKerasUpToTiesWhenTheModelIsTheBundledOne() throws IOException {
        // When
        Vocabulary vocabulary = BundledModel.read().vocabulary();

        // Then
        assertAgreesWithKeras(vocabulary);
    }

    @Test
    @Tag("imdb")
    void shouldAgreeWithKerasUpToTiesWhenBuiltFromTheTrainingReviews() throws IOException {
        // Given
        String data = System.getProperty("verdict.imdb");
        if (data == null || data.isBlank()) {
            fail(
                    "this test needs the IMDB reviews: -Dverdict.imdb=PATH of aclImdb_v1.tar.gz or of its unpacked folder");
        }
        var builder = new VocabularyBuilder();
        for (LabelledReview review : ReviewDatasets.read(Path.of(data)).training()) {
            builder.add(review.text());
        }

        // When
        Vocabulary vocabulary = builder.build();

        // Then
        assertThat(vocabulary.size()).isEqualTo(KERAS_WORDS);
        assertAgreesWithKeras(vocabulary);
    }

    private static void assertAgreesWithKeras(Vocabulary vocabulary) {
        assertThat(vocabulary.size()).isGreaterThanOrEqualTo(COMPARED_RANKS);
        for (int rank = 1; rank <= COMPARED_RANKS; rank++) {
            String ours = vocabulary.words().get(rank - 1);
            String keras = KERAS.get(rank - 1);
            assertThat(FREQUENCIES.get(ours))
                    .as("frequency of our word of rank %d, '%s', where Keras has '%s'", rank, ours, keras)
                    .isEqualTo(FREQUENCIES.get(keras));
        }
    }
}
