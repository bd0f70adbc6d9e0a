package dev.verdict.model;

import dev.verdict.model.ModelCard.Sample;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;
import dev.verdict.text.Vocabulary;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes the samples of a model's self-test: texts of the model's own words, so that no review is given away, and what stock
 * Deeplearning4j makes of them, so that nothing is held against itself.
 */
final class SelfTestSamples {
    /** Words of each text: alone, few, one short of a sequence of 80, as many as fit beside the start, more, many more. */
    private static final int[] WORDS = {1, 2, 5, 10, 20, 40, 60, 78, 79, 80, 120, 400};

    /** One word in so many is any of the vocabulary's; most of those have no index. */
    private static final int ANY_WORD = 8;
    /** One word in so many is none of the vocabulary's. */
    private static final int NO_WORD = 16;

    private static final String UNHEARD_OF = "zyzzyvaesque";

    private SelfTestSamples() {}

    static List<Sample> of(Vocabulary vocabulary, Tokenizer tokenizer, LstmWeights weights) {
        var random = new Random(WORDS.length); // its algorithm is specified, so the texts are the same on every JDK
        var texts = new ArrayList<String>();
        for (int words : WORDS) {
            texts.add(text(words, vocabulary, tokenizer, random));
        }
        List<TokenSequence> sequences = texts.stream().map(tokenizer::encode).toList();
        double[] probabilities = probabilities(sequences, weights);
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < probabilities.length; i++) {
            samples.add(new Sample(texts.get(i), probabilities[i]));
        }
        return samples;
    }

    private static String text(int words, Vocabulary vocabulary, Tokenizer tokenizer, Random random) {
        int indexed =
                Math.min(vocabulary.size(), Math.max(1, tokenizer.settings().rankedWords()));
        var text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int rank = random.nextInt(random.nextInt(ANY_WORD) == 0 ? vocabulary.size() : indexed);
            String word = random.nextInt(NO_WORD) == 0
                    ? UNHEARD_OF
                    : vocabulary.words().get(rank);
            text.append(i == 0 ? "" : i % 7 == 0 ? ", " : i % 11 == 0 ? ".<br />" : " ")
                    .append(word);
        }
        return text.append(".").toString();
    }

    private static double[] probabilities(List<TokenSequence> sequences, LstmWeights weights) {
        float[][] indices = new float[sequences.size()][]; // [minibatch][timeSteps]
        for (int i = 0; i < indices.length; i++) {
            int[] sequence = sequences.get(i).indices();
            indices[i] = new float[sequence.length];
            for (int step = 0; step < sequence.length; step++) {
                indices[i][step] = sequence[step];
            }
        }
        try (INDArray features = Nd4j.createFromArray(indices)) {
            double[] probabilities =
                    ReviewNetwork.network(weights).output(features).toDoubleVector(); // (minibatch, 1)
            for (int i = 0; i < probabilities.length; i++) {
                probabilities[i] = Math.round(probabilities[i] * 1e7) / 1e7; // as many digits as float32 has
            }
            return probabilities;
        }
    }
}
