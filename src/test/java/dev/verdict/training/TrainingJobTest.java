package dev.verdict.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.dataset.ReviewDataset;
import dev.verdict.model.ArtifactFile;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;
import dev.verdict.model.NetworkSettings;
import dev.verdict.scoring.LstmInference;
import dev.verdict.text.TokenizerSettings;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class TrainingJobTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final List<String> NEUTRAL = List.of("the", "film", "was", "it", "a", "story");

    @Test
    void shouldLearnToTellTwoWordsApart() {
        // When
        ModelArtifact artifact = train(6, 1, new Recorder());

        // Then
        assertThat(artifact.card().test().accuracy()).isGreaterThan(0.95);
        assertThat(artifact.card().epochs()).extracting(ModelCard.Epoch::epoch).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(artifact.card().epochs().getLast().loss())
                .isLessThan(artifact.card().epochs().getFirst().loss() / 2);
        assertThat(artifact.version().value()).startsWith("20261123T120000Z-");
    }

    @Test
    void shouldReportFiguresThatAnEvaluationOfTheArtifactRepeats() {
        // Given
        ModelArtifact artifact = train(2, 1, new Recorder());

        // When
        ModelCard.Figures figures = Evaluation.evaluate(
                new LstmInference(
                        artifact.weights(), artifact.card().tokenizer().sequenceLength()),
                EncodedReviews.of(reviews(100, 2), artifact.tokenizer()));

        // Then
        assertThat(figures).isEqualTo(artifact.card().test());
        assertThat(artifact.card().epochs().getLast().validationLoss()).isEqualTo(figures.loss());
    }

    @Test
    void shouldWriteTheSameBytesWhenSeedIsTheSame() {
        assertThat(ArtifactFile.bytes(train(1, 7, new Recorder())))
                .isEqualTo(ArtifactFile.bytes(train(1, 7, new Recorder())));
    }

    @Test
    void shouldTrainAnotherModelWhenSeedDiffers() {
        assertThat(train(1, 7, new Recorder()).version())
                .isNotEqualTo(train(1, 8, new Recorder()).version());
    }

    @Test
    void shouldTellProgressReviewByReview() {
        // Given
        var recorder = new Recorder();

        // When
        train(2, 1, recorder);

        // Then
        assertThat(recorder.started).containsExactly("1/2 of 200", "2/2 of 200");
        assertThat(recorder.done).startsWith(32, 64).endsWith(192, 200);
        assertThat(recorder.losses).allSatisfy(loss -> assertThat(loss).isBetween(0.0, 2.0));
        assertThat(recorder.losses.getFirst()).isCloseTo(Math.log(2), within(0.05)); // nothing is learned yet
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
        assertThatThrownBy(() -> train(1, 1, progress)).isSameAs(stop);
    }

    private static ModelArtifact train(int epochs, long seed, TrainingProgress progress) {
        var tokenizer = new TokenizerSettings(20, 8);
        var config = new TrainingConfig(tokenizer, new NetworkSettings(20, 8, 8), epochs, 32, 0.2, 0.02, seed);
        return new TrainingJob(config, ReviewDataset.of(reviews(200, 1), reviews(100, 2)), NOON).run(progress);
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
