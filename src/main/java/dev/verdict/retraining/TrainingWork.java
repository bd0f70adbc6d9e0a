package dev.verdict.retraining;

import dev.verdict.dataset.ReviewDataset;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.model.NetworkSettings;
import dev.verdict.model.Recipe;
import dev.verdict.text.TokenizerSettings;
import dev.verdict.training.TrainingException;
import dev.verdict.training.TrainingJob;
import dev.verdict.training.TrainingProgress;
import dev.verdict.training.TrainingResult;
import dev.verdict.training.TrainingStart;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import jakarta.inject.Singleton;

/** Trains by the default recipe, in a folder of the run's own, and publishes what comes of it. */
@Singleton
class TrainingWork implements RunWork {
    private static final Logger LOG = Logger.getLogger(TrainingWork.class);
    private static final TokenizerSettings TOKENIZER = TokenizerSettings.KERAS_IMDB;
    private static final NetworkSettings NETWORK = new NetworkSettings(TOKENIZER.indexCount(), 128, 128);

    private final RetrainingConfig config;
    private final TrainingReviews reviews;
    private final PublishedModels models;

    TrainingWork(RetrainingConfig config, TrainingReviews reviews, PublishedModels models) {
        this.config = config;
        this.reviews = reviews;
        this.models = models;
    }

    @Override
    public Outcome train(TrainingRequest request, TrainingProgress progress) throws IOException {
        ReviewDataset dataset = reviews.read(request);
        TrainingStart start = request.from().isEmpty()
                ? new TrainingStart.Anew(TOKENIZER, NETWORK)
                : new TrainingStart.From(models.read(new ModelVersion(request.from())));
        Recipe fresh = Recipe.verdict(request.epochs(), request.seed());
        Recipe recipe = switch (start) {
            case TrainingStart.Anew _ -> fresh;
            case TrainingStart.From(ModelArtifact model) ->
                fresh.sizedAs(model.card().recipe());
        };
        Path folder = config.workDirectory().resolve(request.id());
        Files.createDirectories(folder);
        Supplier<TrainingJob> job =
                () -> new TrainingJob(start, recipe, dataset, folder, Clock.systemUTC(), config.threads());
        TrainingResult result = train(request.id(), job, folder, progress);
        return () -> models.publish(request.id(), result);
    }

    private static TrainingResult train(String run, Supplier<TrainingJob> job, Path folder, TrainingProgress progress)
            throws IOException {
        try {
            return job.get().run(true, progress).orElseThrow();
        } catch (TrainingException e) {
            if (!e.isOfCheckpoint()) {
                throw e;
            }
            LOG.warnf("Training run %s begins anew: %s", run, e.getMessage());
            TrainingJob.deleteCheckpoint(folder);
            return job.get().run(false, progress).orElseThrow();
        }
    }

    @Override
    public void discard(String run) {
        Path folder = config.workDirectory().resolve(run);
        try {
            TrainingJob.deleteCheckpoint(folder);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warnf("The state of training run %s stays in %s: %s", run, folder, e);
        }
    }
}
