package dev.verdict.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.ModelArtifact;
import dev.verdict.model.NetworkSettings;
import dev.verdict.model.TestModels;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.text.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class ScorerTest {
    private static final int THREADS = 16;
    private static final int CALLS = 60;
    private static final String[] WORDS = {"the", "film", "was", "good", "bad", "unheard-of"};

    @Test
    @Timeout(120)
    void shouldGiveWhatOneThreadGivesWhenManyScoreAndModelsAreSwapped() throws Exception {
        // Given
        List<ModelArtifact> models = List.of(model(40, 1), model(16, 2), model(3, 3));
        List<Review> reviews =
                IntStream.range(0, 150).mapToObj(ScorerTest::review).toList();
        Map<String, List<Sentiment>> expected = models.stream()
                .collect(Collectors.toMap(
                        model -> model.version().value(),
                        model -> reviews.stream().map(new Scorer(model)::score).toList()));
        var current = new AtomicReference<>(new Scorer(models.getFirst()));
        var together = new CyclicBarrier(THREADS + 1);

        // When
        var seen = new ConcurrentHashMap<String, Integer>();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var callers = IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(caller(thread, reviews, current, expected, together, seen)))
                    .toList();
            together.await();
            for (int swap = 1; callers.stream().anyMatch(caller -> !caller.isDone()); swap++) {
                current.set(new Scorer(models.get(swap % models.size())));
            }
            for (var caller : callers) {
                caller.get();
            }
        }

        // Then
        assertThat(seen).as("the models really changed").hasSize(models.size());
        assertThat(seen.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThanOrEqualTo(THREADS * CALLS);
        assertThat(expected.values().stream().distinct()).hasSize(models.size());
    }

    /** Scores lists of changing length and compares each at once, until every model has been seen by some caller. */
    private static Callable<Void> caller(
            int thread,
            List<Review> reviews,
            AtomicReference<Scorer> current,
            Map<String, List<Sentiment>> expected,
            CyclicBarrier together,
            Map<String, Integer> seen) {
        return () -> {
            var random = new SplittableRandom(thread);
            together.await();
            for (int call = 0; call < CALLS || seen.size() < expected.size(); call++) {
                int from = random.nextInt(reviews.size());
                int to = Math.min(reviews.size(), from + 1 + random.nextInt(call % 2 == 0 ? 1 : 90));
                Scorer scorer = current.get();
                List<Sentiment> sentiments = to == from + 1
                        ? List.of(scorer.score(reviews.get(from)))
                        : scorer.score(reviews.subList(from, to));
                assertThat(sentiments)
                        .isEqualTo(expected.get(scorer.model().value()).subList(from, to));
                seen.merge(scorer.model().value(), 1, Integer::sum);
            }
            return null;
        };
    }

    private static ModelArtifact model(int units, long seed) {
        var vocabulary = new Vocabulary(List.of("the", "film", "was", "good", "bad"));
        return TestModels.random(new NetworkSettings(9, 5, units), vocabulary, seed);
    }

    /** Of 1 to 120 words: some leave room for pads, some are cut. */
    private static Review review(int number) {
        var random = new SplittableRandom(number);
        var words = new ArrayList<String>();
        for (int i = 0; i < 1 + number * 119 / 149; i++) {
            words.add(WORDS[random.nextInt(WORDS.length)]);
        }
        return new Review("r" + number, String.join(" ", words), "");
    }
}
