package dev.verdict.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.dataset.ReviewDataset;
import dev.verdict.inference.LstmInference;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;
import dev.verdict.model.ModelVersion;
import dev.verdict.model.NetworkSettings;
import dev.verdict.model.Recipe;
import dev.verdict.model.Recipe.Keep;
import dev.verdict.text.TokenizerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class TrainingJobTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final List<String> NEUTRAL = List.of("the", "film", "was", "it", "a", "story");
    private static final TokenizerSettings TOKENIZER = new TokenizerSettings(20, 8);
    private static final NetworkSettings NETWORK = new NetworkSettings(20, 8, 8);
    private static final ReviewDataset DATASET = ReviewDataset.of(reviews(200, 1), reviews(100, 2));

    @TempDir
    Path folder;

    @Test
    void shouldLearnToTellTwoWordsApart() throws IOException {
        // When
        ModelArtifact artifact = train(keras(6, 1), new Recorder());

        // Then
        ModelCard card = artifact.card();
        assertThat(card.test().accuracy()).isGreaterThan(0.95);
        assertThat(card.epochs()).extracting(ModelCard.Epoch::epoch).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(card.epochs().getLast().loss())
                .isLessThan(card.epochs().getFirst().loss() / 2);
        assertThat(card.data()).isEqualTo(new ModelCard.Data(DATASET.sha256(), 200, 100));
        assertThat(card.partial()).isFalse();
        assertThat(artifact.version().value()).startsWith("20261123T120000Z-");
    }

    @Test
    void shouldKeepLastEpochWhenRecipeIsKeras() throws IOException {
        assertThat(train(keras(4, 1), new Recorder()).card().chosenEpoch()).isEqualTo(4);
    }

    @Test
    void shouldKeepEpochWithLowestValidationLossWhenRecipeKeepsTheBest() throws IOException {
        // When
        ModelCard card = train(verdict(8, 0, 1), new Recorder()).card();

        // Then
        assertThat(card.data()).isEqualTo(new ModelCard.Data(DATASET.sha256(), 180, 20));
        assertThat(card.epochs()).hasSize(8);
        assertThat(card.epochs().get(card.chosenEpoch() - 1))
                .isEqualTo(card.epochs().stream()
                        .min(Comparator.comparingDouble(ModelCard.Epoch::validationLoss))
                        .orElseThrow());
    }

    @Test
    void shouldKeepEpochWithHighestValidationAccuracyWhenRecipeKeepsTheMostAccurate() throws IOException {
        // Given
        Recipe recipe = new Recipe("test", 8, 0, Keep.MOST_ACCURATE, 32, 0.02, 0, 0.2, 0.2, 1, 0.5, 0.5, 0, 0.1, 1);

        // When
        ModelCard card = train(recipe, new Recorder()).card();

        // Then: the first of those that are equally accurate
        assertThat(card.epochs().get(card.chosenEpoch() - 1))
                .isEqualTo(card.epochs().stream()
                        .max(Comparator.comparingDouble(ModelCard.Epoch::validationAccuracy)
                                .thenComparing(Comparator.comparingInt(ModelCard.Epoch::epoch)
                                        .reversed()))
                        .orElseThrow());
    }

    @Test
    void shouldEndEarlyWhenValidationLossGetsNoBetter() throws IOException {
        // When
        ModelCard card = train(verdict(60, 2, 1), new Recorder()).card();

        // Then
        assertThat(card.epochs()).hasSizeLessThan(60).hasSize(card.chosenEpoch() + 2);
    }

    @Test
    void shouldReportFiguresThatAnEvaluationOfTheArtifactRepeats() throws IOException {
        // Given
        ModelArtifact artifact = train(keras(2, 1), new Recorder());

        // When
        ModelCard.Figures figures = Evaluation.evaluate(
                new LstmInference(artifact.weights(), TOKENIZER.sequenceLength()),
                EncodedReviews.of(DATASET.test(), artifact.tokenizer()));

        // Then
        assertThat(figures).isEqualTo(artifact.card().test());
        assertThat(artifact.card().epochs().getLast().validationLoss()).isEqualTo(figures.loss());
    }

    @Test
    void shouldTrainTheSameModelWhenSeedIsTheSame() throws IOException {
        // A version holds the hash of the content.
        assertThat(train(verdict(2, 0, 7), new Recorder()).version())
                .isEqualTo(train(verdict(2, 0, 7), new Recorder()).version());
    }

    @Test
    void shouldTrainAnotherModelWhenSeedDiffers() throws IOException {
        assertThat(train(keras(1, 7), new Recorder()).weights().embedding())
                .isNotEqualTo(train(keras(1, 8), new Recorder()).weights().embedding());
    }

    @Test
    void shouldTellProgressReviewByReview() throws IOException {
        // Given
        var recorder = new Recorder();

        // When
        train(keras(2, 1), recorder);

        // Then
        assertThat(recorder.started).containsExactly("1/2 of 200", "2/2 of 200");
        assertThat(recorder.done).startsWith(32, 64).endsWith(192, 200);
        assertThat(recorder.losses).allSatisfy(loss -> assertThat(loss).isBetween(0.0, 2.0));
        assertThat(recorder.losses.getFirst()).isCloseTo(Math.log(2), within(0.05)); // nothing is learned yet
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldComeToTheSameResultWhenItResumes(int epochsBefore) throws IOException {
        // Given
        ModelVersion uninterrupted = train(verdict(4, 0, 3), new Recorder()).version();
        Files.delete(folder.resolve("training.checkpoint"));
        stopInEpoch(epochsBefore + 1, verdict(4, 0, 3));

        // When
        ModelArtifact resumed =
                job(verdict(4, 0, 3)).run(true, new Recorder()).orElseThrow().artifact();

        // Then
        assertThat(resumed.version()).isEqualTo(uninterrupted);
    }

    @Test
    void shouldGivePartialModelWhenStoppedAfterAnEpoch() throws IOException {
        // When
        ModelCard card =
                stopInEpoch(3, verdict(4, 0, 3)).orElseThrow().artifact().card();

        // Then
        assertThat(card.partial()).isTrue();
        assertThat(card.epochs()).hasSize(2);
    }

    @Test
    void shouldGiveNothingWhenStoppedInTheFirstEpoch() throws IOException {
        assertThat(stopInEpoch(1, verdict(4, 0, 3))).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldRefuseCheckpointWhenSettingsDiffer() throws IOException {
        // Given
        stopInEpoch(2, verdict(4, 0, 3));

        // Then
        assertThatThrownBy(() -> job(verdict(4, 0, 4)).run(true, new Recorder()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("other settings or data");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 30, 500, 5000})
    void shouldRefuseCheckpointWhenItIsDamaged(int position) throws IOException {
        // Given
        stopInEpoch(2, verdict(4, 0, 3));
        Path file = folder.resolve("training.checkpoint");
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 0x10;
        Files.write(file, bytes);

        // Then
        assertThatThrownBy(() -> job(verdict(4, 0, 3)).run(true, new Recorder()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("delete it to start anew");
    }

    @Test
    void shouldStartAnewWhenThereIsNothingToResume() throws IOException {
        assertThat(job(keras(1, 1)).run(true, new Recorder())).isPresent();
    }

    @Test
    void shouldEndRunWhenProgressThrows() {
        // Given
        var stop = new IllegalStateException("stopped");
        var progress = new Recorder() {
            @Override
            public void batchDone(int reviewsDone, double loss, double accuracy) {
                throw stop;
            }
        };

        // Then
        assertThatThrownBy(() -> train(keras(1, 1), progress)).isSameAs(stop);
    }

    @Test
    void shouldSayWhatToDoWhenLossIsNoNumber() {
        // Given
        Recipe wild = new Recipe("wild", 3, 0, Keep.LAST, 32, 1e38, 0, 0, 0, 1, 0, 0, 0, 0, 1);

        // Then
        assertThatThrownBy(() -> train(wild, new Recorder()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("lower learning rate");
    }

    @Test
    void shouldRefuseDataWhenThereAreFewerReviewsThanAMinibatch() {
        // Given
        ReviewDataset few = ReviewDataset.of(reviews(31, 1), reviews(10, 2));

        // Then
        assertThatThrownBy(() -> new TrainingJob(TOKENIZER, NETWORK, keras(1, 1), few, folder, NOON))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("31 reviews")
                .hasMessageContaining("minibatch of 32");
    }

    @Test
    void shouldGoOnFromWeightsAndVocabularyOfModelWhenItStartsFromOne() throws IOException {
        // Given
        ModelArtifact model = train(keras(6, 1), new Recorder());
        ReviewDataset others = ReviewDataset.of(reviews(64, 3), reviews(100, 4));
        var job = new TrainingJob(new TrainingStart.From(model), keras(1, 2), others, folder, NOON, 1);

        // When
        ModelArtifact tuned = job.run(false, new Recorder()).orElseThrow().artifact();

        // Then
        assertThat(tuned.vocabulary().words()).isEqualTo(model.vocabulary().words());
        assertThat(tuned.card().epochs().getFirst().loss())
                .isLessThan(model.card().epochs().getFirst().loss() / 2);
        assertThat(tuned.card().test().accuracy()).isGreaterThan(0.95);
        assertThat(tuned.version()).isNotEqualTo(model.version());
    }

    @Test
    void shouldComeToTheSameOnAnyNumberOfThreads() throws IOException {
        // Given
        var one = new TrainingJob(new TrainingStart.Anew(TOKENIZER, NETWORK), keras(2, 1), DATASET, folder, NOON, 1);

        // Then
        assertThat(one.run(false, new Recorder()).orElseThrow().artifact().version())
                .isEqualTo(train(keras(2, 1), new Recorder()).version());
    }

    private static Recipe keras(int epochs, long seed) {
        return new Recipe("test", epochs, 0, Keep.LAST, 32, 0.02, 0, 0.2, 0.2, 1, 0, 0, 0, 0, seed);
    }

    private static Recipe verdict(int epochs, int patience, long seed) {
        return new Recipe("test", epochs, patience, Keep.BEST, 32, 0.02, 0, 0.2, 0.2, 1, 0.5, 0.5, 0, 0.1, seed);
    }

    private TrainingJob job(Recipe recipe) {
        return new TrainingJob(TOKENIZER, NETWORK, recipe, DATASET, folder, NOON);
    }

    private ModelArtifact train(Recipe recipe, TrainingProgress progress) throws IOException {
        return job(recipe).run(false, progress).orElseThrow().artifact();
    }

    private Optional<TrainingResult> stopInEpoch(int epoch, Recipe recipe) throws IOException {
        TrainingJob job = job(recipe);
        return job.run(false, new Recorder() {
            @Override
            public void epochStarted(int started, int epochs, int reviews) {
                if (started == epoch) {
                    job.stop();
                }
            }
        });
    }

    /** Reviews whose label hangs on one word among others. */
    private static List<LabelledReview> reviews(int count, long seed) {
        var random = new Random(seed);
        var reviews = new ArrayList<LabelledReview>();
        for (int i = 0; i < count; i++) {
            boolean positive = i % 2 == 0;
            List<String> words = new ArrayList<>();
            for (int word = random.nextInt(2, 9); word > 0; word--) {
                words.add(NEUTRAL.get(random.nextInt(NEUTRAL.size())));
            }
            words.add(random.nextInt(words.size()), positive ? "lovely" : "dreadful");
            reviews.add(new LabelledReview("r" + i, String.join(" ", words), positive));
        }
        return reviews;
    }

    private static class Recorder implements TrainingProgress {
        private final List<String> started = new ArrayList<>();
        private final List<Integer> done = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();

        @Override
        public void epochStarted(int epoch, int epochs, int reviews) {
            started.add(epoch + "/" + epochs + " of " + reviews);
        }

        @Override
        public void batchDone(int reviewsDone, double loss, double accuracy) {
            done.add(reviewsDone);
            losses.add(loss);
            assertThat(accuracy).isBetween(0.0, 1.0);
        }

        @Override
        public void epochDone(ModelCard.Epoch epoch) {}
    }
}
