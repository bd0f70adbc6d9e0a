package dev.verdict.training;

import dev.verdict.dataset.ReviewDataset;
import dev.verdict.inference.LstmInference;
import dev.verdict.model.LstmWeights;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;
import dev.verdict.model.NetworkSettings;
import dev.verdict.model.Recipe;
import dev.verdict.model.ReviewNetwork;
import dev.verdict.text.Tokenizer;
import dev.verdict.text.TokenizerSettings;
import dev.verdict.text.Vocabulary;
import dev.verdict.text.VocabularyBuilder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One training run: vocabulary, network, epochs, the choice among them, test figures, artifact. Runs once, on one
 * thread; {@link #stop} may be called from another.
 */
public final class TrainingJob {
    private static final int BATCHES_AN_AVERAGE = 10;

    private final TrainingStart start;
    private final TokenizerSettings tokenizerSettings;
    private final NetworkSettings network;
    private final Recipe recipe;
    private final ReviewDataset dataset;
    private final Path checkpoints;
    private final Clock clock;
    private final int threads;
    private volatile boolean stopped;

    private final List<ModelCard.Epoch> epochs = new ArrayList<>();
    private float[] best;
    private int bestEpoch;

    /** A run that begins anew and computes on all cores. */
    public TrainingJob(
            TokenizerSettings tokenizer,
            NetworkSettings network,
            Recipe recipe,
            ReviewDataset dataset,
            Path checkpoints,
            Clock clock) {
        this(new TrainingStart.Anew(tokenizer, network), recipe, dataset, checkpoints, clock, 0);
    }

    /**
     * @param dataset with a test half
     * @param checkpoints folder for the run's state after each epoch; it must exist
     * @param threads to compute on, the caller's among them; 0 for as many as there are processors
     */
    public TrainingJob(
            TrainingStart start, Recipe recipe, ReviewDataset dataset, Path checkpoints, Clock clock, int threads) {
        if (dataset.training().size() < recipe.batchSize()) {
            throw new TrainingException("there are " + dataset.training().size()
                    + " reviews to train on, fewer than a minibatch of " + recipe.batchSize() + ": give more");
        }
        this.start = start;
        this.tokenizerSettings = start.tokenizer();
        this.network = start.network();
        this.recipe = recipe;
        this.dataset = dataset;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.threads = threads;
    }

    /** Ends the run after the minibatch under way; what the epochs done so far came to becomes a partial model. */
    public void stop() {
        stopped = true;
    }

    /**
     * Trains until the last epoch is done, none gets better, or {@link #stop} is called.
     *
     * @param resume whether to go on from the checkpoint of the same run, if there is one
     * @return nothing if it was stopped before an epoch was done
     * @throws TrainingException if the loss is no longer a number, or the checkpoint is of another run
     */
    public Optional<TrainingResult> run(boolean resume, TrainingProgress progress) throws IOException {
        ReviewDataset parts = partForValidation();
        Vocabulary vocabulary = switch (start) {
            case TrainingStart.Anew _ -> vocabularyOfTrainingReviews();
            case TrainingStart.From(ModelArtifact model) -> model.vocabulary();
        };
        var tokenizer = new Tokenizer(vocabulary, tokenizerSettings);
        var minibatches = new Minibatches(parts.training(), tokenizer, recipe);
        EncodedReviews validation = EncodedReviews.of(parts.test(), tokenizer);
        var trainer = new NetworkTrainer(network, recipe, threads);
        if (start instanceof TrainingStart.From(ModelArtifact model)) {
            trainer.begin(ReviewNetwork.parameters(model.weights()));
        }
        var average = new WeightAverage(recipe.averagingDecay(), trainer.parameters());
        if (resume) {
            average = Checkpoint.read(checkpoints, runName())
                    .map(checkpoint -> restore(checkpoint, trainer))
                    .orElse(average);
        }
        while (!isDone()) {
            progress.epochStarted(epochs.size() + 1, recipe.epochs(), minibatches.reviews());
            RunningMeans means = trainEpoch(trainer, average, minibatches, progress);
            if (stopped) {
                break;
            }
            finishEpoch(means, average.parameters(), validation, progress);
            new Checkpoint(runName(), epochs, trainer.state(), average.parameters(), best, bestEpoch)
                    .write(checkpoints);
        }
        return bestEpoch == 0
                ? Optional.empty()
                : Optional.of(result(vocabulary, tokenizer, minibatches.reviews(), validation.size()));
    }

    /** Forgets a run's state, when its model is written and there is nothing to go on from. */
    public static void deleteCheckpoint(Path checkpoints) throws IOException {
        Checkpoint.delete(checkpoints);
    }

    private Vocabulary vocabularyOfTrainingReviews() {
        var words = new VocabularyBuilder();
        dataset.training().forEach(review -> words.add(review.text()));
        return words.build();
    }

    /** Training reviews and those that the epochs are compared on. */
    private ReviewDataset partForValidation() {
        return recipe.validationShare() == 0
                ? dataset
                : ReviewDataset.of(dataset.training(), List.of())
                        .withTestHeldOut(recipe.validationShare(), recipe.seed());
    }

    private WeightAverage restore(Checkpoint checkpoint, NetworkTrainer trainer) {
        trainer.restore(checkpoint.trainer());
        epochs.addAll(checkpoint.epochs());
        best = checkpoint.best();
        bestEpoch = checkpoint.bestEpoch();
        return new WeightAverage(recipe.averagingDecay(), checkpoint.average());
    }

    private boolean isDone() {
        boolean gotNoBetter = recipe.patience() > 0 && epochs.size() - bestEpoch >= recipe.patience();
        return stopped || epochs.size() >= recipe.epochs() || (bestEpoch > 0 && gotNoBetter);
    }

    private RunningMeans trainEpoch(
            NetworkTrainer trainer, WeightAverage average, Minibatches minibatches, TrainingProgress progress) {
        var means = new RunningMeans();
        minibatches.forEach(epochs.size() + 1, batch -> {
            trainer.fit(batch, means);
            if (!Double.isFinite(means.loss())) {
                throw new TrainingException("the loss is no longer a number after " + means.count()
                        + " reviews of epoch " + (epochs.size() + 1) + ": a lower learning rate may help");
            }
            if (trainer.iterations() % BATCHES_AN_AVERAGE == 0 || means.count() == minibatches.reviews()) {
                average.add(trainer.parameters());
            }
            progress.batchDone(means.count(), means.loss(), means.accuracy());
            return !stopped;
        });
        return means;
    }

    private void finishEpoch(
            RunningMeans means, float[] parameters, EncodedReviews validation, TrainingProgress progress) {
        ModelCard.Figures figures = Evaluation.evaluate(inference(parameters), validation);
        var row = new ModelCard.Epoch(
                epochs.size() + 1, means.loss(), means.accuracy(), figures.loss(), figures.accuracy());
        epochs.add(row);
        if (bestEpoch == 0 || isBetter(row)) {
            best = parameters.clone();
            bestEpoch = row.epoch();
        }
        progress.epochDone(row);
    }

    private boolean isBetter(ModelCard.Epoch row) {
        ModelCard.Epoch bestRow = epochs.get(bestEpoch - 1);
        return switch (recipe.keep()) {
            case BEST -> row.validationLoss() < bestRow.validationLoss();
            case MOST_ACCURATE -> row.validationAccuracy() > bestRow.validationAccuracy();
            case LAST -> true;
        };
    }

    private TrainingResult result(Vocabulary vocabulary, Tokenizer tokenizer, int trainingReviews, int validations) {
        LstmWeights weights = ReviewNetwork.weights(network, best);
        EncodedReviews test = EncodedReviews.of(dataset.test(), tokenizer);
        double[] probabilities = Evaluation.probabilities(inference(best), test);
        var card = new ModelCard(
                ModelCard.FORMAT_VERSION,
                tokenizerSettings,
                network,
                recipe,
                new ModelCard.Data(dataset.sha256(), trainingReviews, validations),
                epochs,
                bestEpoch,
                stopped,
                Evaluation.figures(probabilities, test),
                Evaluation.spread(probabilities, test),
                List.of());
        return new TrainingResult(
                ModelArtifact.of(clock.instant(), card, vocabulary, weights).withSamples(),
                dataset.test(),
                probabilities);
    }

    private LstmInference inference(float[] parameters) {
        return new LstmInference(ReviewNetwork.weights(network, parameters), tokenizerSettings.sequenceLength());
    }

    /** Settings and data: what a run must share with another to go on from its checkpoint. */
    private String runName() {
        String origin = start instanceof TrainingStart.From(ModelArtifact model) ? " from " + model.version() : "";
        return tokenizerSettings + " " + network + " " + recipe + " " + dataset.sha256() + origin;
    }
}
