package dev.verdict.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.dataset.LabelledReview;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;
import dev.verdict.training.BinaryMetrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * What came of a training run, for people: one HTML file with curves, measures and mistakes, which asks no host for
 * anything and runs no script.
 *
 * @param title names the model
 * @param settings name to value, in the order to be shown
 * @param epochs a row per epoch, the first epoch first
 * @param chosenEpoch the epoch whose weights were kept, from 1
 * @param test measured on the test half
 * @param mistakes the most confident ones, the surest first
 */
public record TrainingReport(
        String title,
        SequencedMap<String, String> settings,
        List<ModelCard.Epoch> epochs,
        int chosenEpoch,
        BinaryMetrics test,
        List<Mistake> mistakes) {
    private static final int MISTAKES = 20;

    public TrainingReport {
        settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
        epochs = List.copyOf(epochs);
        mistakes = List.copyOf(mistakes);
        if (mistakes.size() > MISTAKES) {
            throw new IllegalArgumentException("mistakes must be at most " + MISTAKES + ", not " + mistakes.size());
        }
    }

    /**
     * The report on a model. Its settings are all that {@code model.json} says of tokenizer, network and recipe, under
     * the names they have there.
     *
     * @param test the reviews to measure on, at least one
     * @param probabilities P(positive) that the model gives them, at the same place
     */
    public static TrainingReport of(ModelArtifact artifact, List<LabelledReview> test, double[] probabilities) {
        boolean[] positive = new boolean[test.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = test.get(i).positive();
        }
        ModelCard card = artifact.card();
        return new TrainingReport(
                "Model " + artifact.version(),
                settings(card),
                card.epochs(),
                card.chosenEpoch(),
                BinaryMetrics.of(probabilities, positive),
                Mistake.mostConfident(test, probabilities, MISTAKES));
    }

    /** The page, in UTF-8. */
    public String html() {
        return new ReportPage(this).html();
    }

    /**
     * Writes the page; under the file's name there is the whole page or what was there before. The folder is created if
     * need be.
     *
     * @return the file
     */
    public Path write(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path unfinished = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.writeString(unfinished, html(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static SequencedMap<String, String> settings(ModelCard card) {
        JsonNode json = new ObjectMapper().valueToTree(card);
        var settings = new LinkedHashMap<String, String>();
        for (String part : List.of("tokenizer", "network", "recipe", "data")) {
            for (Map.Entry<String, JsonNode> field : json.path(part).properties()) {
                settings.put(part + "." + field.getKey(), field.getValue().asText());
            }
        }
        return settings;
    }
}
