package dev.verdict.report;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.model.ModelCard;
import dev.verdict.training.BinaryMetrics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/** A report on a run that could have been; {@link #main} writes it, to be looked at. */
final class SampleReport {
    private static final double[][] EPOCHS = {
        {0.4645, 0.7764, 0.4013, 0.8185},
        {0.3599, 0.8398, 0.3616, 0.8399},
        {0.3165, 0.8634, 0.3612, 0.8388},
        {0.2841, 0.8803, 0.3745, 0.8352},
        {0.2520, 0.8957, 0.3998, 0.8310},
        {0.2214, 0.9101, 0.4371, 0.8276},
        {0.1937, 0.9229, 0.4702, 0.8241},
        {0.1675, 0.9342, 0.5230, 0.8198},
        {0.1460, 0.9433, 0.5618, 0.8187},
        {0.1251, 0.9522, 0.6242, 0.8162},
    };

    private SampleReport() {}

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        create().write(Path.of(arguments[0]));
    }

    static TrainingReport create() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("tokenizer.indexCount", "2000");
        settings.put("tokenizer.sequenceLength", "80");
        settings.put("recipe.batchSize", "32");
        settings.put("recipe.seed", "1");
        settings.put("data.sha256", "3f9c2a".repeat(10) + "77aa");
        var epochs = new ArrayList<ModelCard.Epoch>();
        for (double[] row : EPOCHS) {
            epochs.add(new ModelCard.Epoch(epochs.size() + 1, row[0], row[1], row[2], row[3]));
        }

        int count = 25_000;
        var random = new Random(1);
        double[] probabilities = new double[count];
        boolean[] positive = new boolean[count];
        List<LabelledReview> reviews = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            positive[i] = i < count / 2;
            double logit = 2.1 * random.nextGaussian() + (positive[i] ? 2 : -2);
            probabilities[i] = 1 / (1 + Math.exp(-logit));
            reviews.add(new LabelledReview(
                    "test/%s/%d_%d".formatted(positive[i] ? "pos" : "neg", i, 1 + i % 4), text(random), positive[i]));
        }
        return new TrainingReport(
                "Model 20261123T213045Z-0a1b2c3d",
                settings,
                epochs,
                3,
                BinaryMetrics.of(probabilities, positive),
                Mistake.mostConfident(reviews, probabilities, 20));
    }

    private static String text(Random random) {
        List<String> sentences = List.of(
                "I wanted to like this so much more than I did.",
                "The photography is splendid<br /><br />and the score does the rest.",
                "Nobody told the director that the war had ended.",
                "My \"favourite\" scene is the one where the credits roll & the lights go up!",
                "Not a bad word can be said about the supporting cast.",
                "It takes an hour to find out what everyone in the audience knew after ten minutes.");
        var text = new StringBuilder();
        for (int i = 1 + random.nextInt(9); i > 0; i--) {
            text.append(sentences.get(random.nextInt(sentences.size()))).append(' ');
        }
        return text.toString();
    }
}
