package dev.verdict.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The engine beside stock Deeplearning4j, which opens the bundled artifact by itself. */
class RealReviewsTest {
    /** Both are float32 and round in another order, over 80 steps of sums of up to 256 terms. */
    private static final double FLOAT32_AGAINST_FLOAT32 = 1e-5;

    private static final int SEQUENCES = 2000;

    @Test
    void shouldGiveWhatStockDeeplearning4jGivesWhenReviewsAreRealAndOfEveryLength(@TempDir Path folder)
            throws IOException {
        // Given
        ModelArtifact artifact = BundledModel.read();
        int steps = artifact.card().tokenizer().sequenceLength();
        List<TokenSequence> sequences = sequencesOfEveryLength(artifact.tokenizer(), steps);
        MultiLayerNetwork stock = ModelSerializer.restoreMultiLayerNetwork(
                ArtifactFile.write(artifact, folder).toFile());
        var inference = new LstmInference(artifact.weights(), steps);
        inference.warmUp();

        // When
        double[] probabilities = inference.probabilities(sequences);

        // Then
        assertThat(sequences.stream().map(TokenSequence::padding).collect(Collectors.toSet()))
                .containsAll(IntStream.range(0, steps).boxed().toList());
        assertThat(sequences).hasSize(SEQUENCES).doesNotHaveDuplicates();
        assertThat(probabilities).containsExactly(probabilities(stock, sequences), within(FLOAT32_AGAINST_FLOAT32));
        assertThat(Arrays.stream(probabilities).filter(probability -> probability > 0.5))
                .as("reviews differ, or the comparison says nothing")
                .hasSizeBetween(SEQUENCES / 4, SEQUENCES * 3 / 4);
    }

    /** The sample's reviews as they are, and their beginnings of 0, 1, 2, ... words. */
    private static List<TokenSequence> sequencesOfEveryLength(Tokenizer tokenizer, int steps) throws IOException {
        var sequences = new ArrayList<TokenSequence>();
        List<String> texts = texts();
        for (String text : texts) {
            sequences.add(tokenizer.encode(text));
        }
        var seen = new HashSet<>(sequences);
        for (int cut = 0; sequences.size() < SEQUENCES; cut++) {
            String[] words = texts.get(cut / (steps + 20)).split(" ");
            TokenSequence beginning = tokenizer.encode(String.join(
                    " ", Arrays.copyOf(words, Math.min(cut % (steps + 20), words.length))));
            if (seen.add(beginning)) {
                sequences.add(beginning);
            }
        }
        return sequences;
    }

    private static List<String> texts() throws IOException {
        var json = new ObjectMapper();
        var texts = new ArrayList<String>();
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(RealReviewsTest.class.getResourceAsStream("/sample/imdb-test-sample.jsonl.gz")),
                UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                texts.add(json.readTree(line).path("text").asText());
            }
        }
        return texts;
    }

    private static double[] probabilities(MultiLayerNetwork stock, List<TokenSequence> sequences) {
        float[][] rows = new float[sequences.size()][];
        for (int i = 0; i < rows.length; i++) {
            int[] indices = sequences.get(i).indices();
            rows[i] = new float[indices.length];
            for (int step = 0; step < indices.length; step++) {
                rows[i][step] = indices[step];
            }
        }
        return stock.output(Nd4j.create(rows)).toDoubleVector();
    }
}
