package dev.verdict.training;

import dev.verdict.dataset.ReviewDataset;
import dev.verdict.model.LstmWeights;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;
import dev.verdict.model.ReviewNetwork;
import dev.verdict.scoring.LstmInference;
import dev.verdict.text.Tokenizer;
import dev.verdict.text.Vocabulary;
import dev.verdict.text.VocabularyBuilder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One training run: vocabulary, network, epochs, figures, artifact. The test half is validated on after every epoch, as
 * in the Keras recipe, and the last epoch's weights are kept.
 */
public final class TrainingJob {
    private static final String LAYER = "Deeplearning4j LSTM, input dropout per time step";

    private final TrainingConfig config;
    private final ReviewDataset dataset;
    private final Clock clock;

    public TrainingJob(TrainingConfig config, ReviewDataset dataset, Clock clock) {
        this.config = config;
        this.dataset = dataset;
        this.clock = clock;
    }

    /** Trains on the calling thread until the last epoch is done. */
    public ModelArtifact run(TrainingProgress progress) {
        var words = new VocabularyBuilder();
        dataset.training().forEach(review -> words.add(review.text()));
        Vocabulary vocabulary = words.build();
        var tokenizer = new Tokenizer(vocabulary, config.tokenizer());
        EncodedReviews training = EncodedReviews.of(dataset.training(), tokenizer);
        EncodedReviews test = EncodedReviews.of(dataset.test(), tokenizer);

        Nd4j.getRandom().setSeed(config.seed());
        var network = new MultiLayerNetwork(
                ReviewNetwork.training(config.network(), config.dropout(), config.learningRate(), config.seed()));
        network.init();

        List<ModelCard.Epoch> epochs = new ArrayList<>();
        var random = new SplittableRandom(config.seed());
        LstmWeights weights = null;
        ModelCard.Figures figures = null;
        for (int epoch = 1; epoch <= config.epochs(); epoch++) {
            progress.epochStarted(epoch, config.epochs(), training.size());
            Evaluation.RunningMeans means = trainEpoch(network, training, random, progress);
            weights = ReviewNetwork.weights(config.network(), network);
            figures = Evaluation.evaluate(
                    new LstmInference(weights, config.tokenizer().sequenceLength()), test);
            var row = new ModelCard.Epoch(epoch, means.loss(), means.accuracy(), figures.loss(), figures.accuracy());
            epochs.add(row);
            progress.epochDone(row);
        }
        var recipe = new ModelCard.Recipe(
                LAYER,
                config.batchSize(),
                config.dropout(),
                config.learningRate(),
                config.seed(),
                dataset.sha256(),
                training.size());
        var card = new ModelCard(
                ModelCard.FORMAT_VERSION,
                config.tokenizer(),
                config.network(),
                recipe,
                epochs,
                config.epochs(),
                figures);
        return ModelArtifact.of(clock.instant(), card, vocabulary, weights);
    }

    private Evaluation.RunningMeans trainEpoch(
            MultiLayerNetwork network, EncodedReviews reviews, SplittableRandom random, TrainingProgress progress) {
        int[] order = shuffled(reviews.size(), random);
        var figures = new BatchFigures();
        network.setListeners(figures);
        for (int from = 0; from < order.length; from += config.batchSize()) {
            int size = Math.min(config.batchSize(), order.length - from);
            float[][] indices = new float[size][config.tokenizer().sequenceLength()]; // [minibatch, timeSteps]
            float[][] labels = new float[size][1]; // [minibatch, 1]
            boolean[] positive = new boolean[size];
            for (int i = 0; i < size; i++) {
                int review = order[from + i];
                int[] sequence = reviews.sequences()[review].indices();
                for (int step = 0; step < sequence.length; step++) {
                    indices[i][step] = sequence[step];
                }
                positive[i] = reviews.positive()[review];
                labels[i][0] = positive[i] ? 1 : 0;
            }
            figures.expect(positive);
            try (INDArray features = Nd4j.createFromArray(indices);
                    INDArray targets = Nd4j.createFromArray(labels)) {
                network.fit(features, targets);
            }
            progress.batchDone(
                    figures.means().count(),
                    figures.means().loss(),
                    figures.means().accuracy());
        }
        return figures.means();
    }

    /** Fisher and Yates's shuffle of 0 .. size - 1. */
    private static int[] shuffled(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
