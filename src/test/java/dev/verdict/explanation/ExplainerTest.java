package dev.verdict.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.verdict.explanation.Explanation.Token;
import dev.verdict.explanation.Explanation.Word;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.TestModels;
import dev.verdict.review.Review;
import dev.verdict.scoring.Scorer;
import dev.verdict.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class ExplainerTest {
    /** Both sides are the same float32 network on the same sequence, and then doubles: only the logarithms round. */
    private static final double ROUNDING = 1e-12;

    private static final int TEXTS = 40;
    private static final int LONGEST = 200;

    /** Words with and without an index, some long, some of several chars to a letter; and what may part them. */
    private static final List<String> WORDS = List.of(
            "the",
            "film",
            "was",
            "Good",
            "BAD",
            "don't",
            "été",
            "😀",
            "plot",
            "e\u0301te\u0301",
            "👩\u200d🚀",
            "नि",
            "x");

    private static final List<String> GAPS = List.of(" ", ", ", "<br />", "\n", " -- ", "... ");

    static Stream<Arguments> models() throws IOException {
        return Stream.of(
                Arguments.argumentSet("small, unknown words have an index", TestModels.small(1)),
                Arguments.argumentSet("bundled, words never seen are dropped", BundledModel.read()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void shouldContributeWhatTheTextLosesWithoutTheWordWhateverTheText(ModelArtifact model) {
        var random = new SplittableRandom(7);
        var scorer = new Scorer(model);
        for (int i = 0; i < TEXTS; i++) {
            // Given
            String text = text(random);
            double whole = logOdds(scorer, text);

            // When
            Explanation explanation = Explainer.explain(text, scorer);

            // Then
            assertThat(explanation.tokens()).allSatisfy(token -> {
                String without = text.substring(0, token.start()) + " " + text.substring(token.end());
                assertThat(token.contribution()).isCloseTo(whole - logOdds(scorer, without), within(ROUNDING));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void shouldKeepOrderAndPlacesOfWordsWhateverTheText(ModelArtifact model) {
        var random = new SplittableRandom(8);
        var scorer = new Scorer(model);
        for (int i = 0; i < TEXTS; i++) {
            // Given
            String text = text(random);

            // When
            List<Token> tokens = Explainer.explain(text, scorer).tokens();

            // Then
            assertThat(tokens).hasSizeLessThanOrEqualTo(80);
            assertThat(tokens).allSatisfy(token -> {
                String there = text.substring(token.start(), token.end());
                assertThat(Tokenizer.words(there)).containsExactly(token.word());
                assertThat(there.codePoints()).allMatch(c -> c < 0xD800 || c > 0xDFFF);
            });
            assertThat(IntStream.range(1, tokens.size()))
                    .allMatch(k -> tokens.get(k - 1).end() < tokens.get(k).start());
            int[] entries = scorer.tokenizer().entries(text);
            assertThat(tokens).hasSize(Math.min(80, entries.length) - (entries.length <= 80 ? 1 : 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {78, 79, 80, 81})
    void shouldExplainTheLastEntriesWhenTextIsAboutAsLongAsTheModelReads(int words) {
        // Given
        var scorer = new Scorer(TestModels.small(1));
        String text = IntStream.range(0, words)
                .mapToObj(i -> i % 2 == 0 ? "good" : "bad")
                .collect(Collectors.joining(" "));
        int read = Math.min(words, 80);

        // When
        List<Token> tokens = Explainer.explain(text, scorer).tokens();

        // Then
        assertThat(tokens).hasSize(read);
        assertThat(tokens.getLast().end()).isEqualTo(text.length());
        assertThat(tokens.getFirst().word()).isEqualTo((words - read) % 2 == 0 ? "good" : "bad");
    }

    @Test
    void shouldPointAtWordsWhenEmojiAndCombiningMarksStandBeforeThem() {
        // Given
        String text = "😀😀 e\u0301te\u0301, Good!";

        // When
        List<Token> tokens =
                Explainer.explain(text, new Scorer(TestModels.small(1))).tokens();

        // Then
        assertThat(tokens)
                .extracting(token -> text.substring(token.start(), token.end()))
                .containsExactly("😀😀", "e\u0301te\u0301", "Good");
        assertThat(tokens).extracting(Token::known).containsExactly(false, false, true);
        assertThat(tokens.getLast().start()).isEqualTo(12);
    }

    @Test
    void shouldContributeTheSameWhicheverUnknownWordItIs() {
        // Given
        var scorer = new Scorer(TestModels.small(1));

        // When
        List<Token> one = Explainer.explain("good xyzzy film", scorer).tokens();
        List<Token> other = Explainer.explain("good 👩\u200d🚀 film", scorer).tokens();

        // Then
        assertThat(one.get(1).known()).isFalse();
        assertThat(one.get(1).contribution())
                .isEqualTo(other.get(1).contribution())
                .isNotZero();
    }

    @Test
    void shouldLeaveWordOutWhenModelHasNeverSeenIt() throws IOException {
        // When
        Explanation explanation = Explainer.explain("good xyzzyxyzzy film", new Scorer(BundledModel.read()));

        // Then
        assertThat(explanation.tokens()).extracting(Token::word).containsExactly("good", "film");
    }

    @Test
    void shouldHaveNoTokensWhenTextHasNoWords() {
        // When
        Explanation explanation = Explainer.explain("!!!", new Scorer(TestModels.small(1)));

        // Then
        assertThat(explanation.tokens()).isEmpty();
        assertThat(explanation.words()).isEmpty();
    }

    @Test
    void shouldSumOverItsTokensAndSortByWeightWhenWordIsRepeated() {
        // Given
        var explanation = new Explanation(List.of(
                new Token("very", 0, 4, true, 0.5),
                new Token("dull", 5, 9, true, -2),
                new Token("very", 10, 14, true, 0.25)));

        // Then
        assertThat(explanation.words()).containsExactly(new Word("dull", 1, -2), new Word("very", 2, 0.75));
    }

    @Test
    void shouldSpeakForTheVerdictWhenWordIsTelling() throws IOException {
        // When
        List<Word> words = Explainer.explain(
                        "It was a wonderful film with an awful soundtrack", new Scorer(BundledModel.read()))
                .words();

        // Then
        assertThat(words).filteredOn(word -> word.word().equals("wonderful")).allMatch(word -> word.contribution() > 0);
        assertThat(words).filteredOn(word -> word.word().equals("awful")).allMatch(word -> word.contribution() < 0);
        assertThat(words.subList(0, 2)).extracting(Word::word).containsExactlyInAnyOrder("wonderful", "awful");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void shouldStayFiniteWhenProbabilityIsAtItsBound(double probability) {
        assertThat(Math.abs(Explainer.logOdds(probability))).isBetween(36.0, 37.0);
    }

    private static double logOdds(Scorer scorer, String text) {
        double probability = scorer.score(new Review("r", text, "")).probability();
        return Math.log(probability / (1 - probability));
    }

    private static String text(RandomGenerator random) {
        return IntStream.range(0, random.nextInt(1, LONGEST))
                .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())) + GAPS.get(random.nextInt(GAPS.size())))
                .collect(Collectors.joining());
    }
}
