package dev.verdict.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

class TokenizerTest {
    /** Written from the facts about Keras's version of the data, not from the scanner's source. */
    private static final String SEPARATORS = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n ";

    private static final String LONE_SURROGATE = "\ud83d";

    // Keras's conventions

    @Test
    void shouldPadInFrontAndStartWithOneWhenTextIsShort() {
        // Given
        var tokenizer = tokenizer(10, 6, "the", "film");

        // When
        TokenSequence sequence = tokenizer.encode("The film");

        // Then
        assertThat(sequence.indices()).containsExactly(0, 0, 0, 1, 4, 5);
        assertThat(sequence.padding()).isEqualTo(3);
        assertThat(sequence.truncated()).isFalse();
    }

    @Test
    void shouldHoldOnlyPadsAndTheStartWhenTextIsEmpty() {
        // Given
        var tokenizer = tokenizer(10, 4, "the");

        // When
        TokenSequence sequence = tokenizer.encode("");

        // Then
        assertThat(sequence).isEqualTo(new TokenSequence(new int[] {0, 0, 0, 1}, 3, 0, 0, false));
    }

    @Test
    void shouldHoldOnlyPadsAndTheStartWhenTextIsOnlySeparators() {
        // Given
        var tokenizer = tokenizer(10, 4, "the");

        // When
        TokenSequence sequence = tokenizer.encode(SEPARATORS + SEPARATORS);

        // Then
        assertThat(sequence).isEqualTo(new TokenSequence(new int[] {0, 0, 0, 1}, 3, 0, 0, false));
    }

    @ParameterizedTest(name = "rank {0} of 2000 indices becomes {1}")
    @CsvSource({"1, 4", "2, 5", "1995, 1998", "1996, 1999", "1997, 2", "2000, 2"})
    void shouldGiveRankPlusThreeWhenThatIsBelowTheNumberOfIndices(int rank, int expected) {
        // Given
        var tokenizer = new Tokenizer(new Vocabulary(numberedWords(2000)), new TokenizerSettings(2000, 2));

        // When
        TokenSequence sequence = tokenizer.encode("w" + rank);

        // Then
        assertThat(sequence.indices()).containsExactly(1, expected);
        assertThat(sequence.knownWords()).isEqualTo(expected == 2 ? 0 : 1);
    }

    @ParameterizedTest(name = "{0} words in 80 time steps: {1} pads, start kept {2}, truncated {3}")
    @CsvSource({
        "77, 2, true, false",
        "78, 1, true, false",
        "79, 0, true, false",
        "80, 0, false, true",
        "81, 0, false, true",
        "160, 0, false, true",
        "161, 0, false, true"
    })
    void shouldCutTheStartFirstAndKeepTheLastEntriesWhenTextIsLong(
            int words, int padding, boolean startKept, boolean truncated) {
        // Given
        var tokenizer = new Tokenizer(new Vocabulary(numberedWords(300)), TokenizerSettings.KERAS_IMDB);
        int[] all = IntStream.concat(
                        IntStream.concat(IntStream.range(0, padding).map(_ -> 0), IntStream.of(1)),
                        IntStream.rangeClosed(1, words).map(rank -> rank + 3))
                .toArray();

        // When
        TokenSequence sequence = tokenizer.encode(String.join(" ", numberedWords(words)));

        // Then
        assertThat(sequence.indices()).containsExactly(Arrays.copyOfRange(all, all.length - 80, all.length));
        assertThat(sequence.indices()[padding] == 1).isEqualTo(startKept);
        assertThat(sequence.padding()).isEqualTo(padding);
        assertThat(sequence.truncated()).isEqualTo(truncated);
        assertThat(sequence.words()).isEqualTo(words);
        assertThat(sequence.knownWords()).isEqualTo(words);
    }

    @Test
    void shouldKeepTheLastEntryWhenThereIsOneTimeStep() {
        // Given
        var tokenizer = tokenizer(10, 1, "the", "film");

        // When
        TokenSequence sequence = tokenizer.encode("the film");

        // Then
        assertThat(sequence).isEqualTo(new TokenSequence(new int[] {5}, 0, 2, 2, true));
    }

    @ParameterizedTest(name = "{0} words for 2000 indices: an absent word becomes {1}")
    @CsvSource({"1999, unknown", "2000, unknown", "2001, nothing"})
    void shouldDropAbsentWordWhenVocabularyHasMoreWordsThanIndices(int words, String expected) {
        // Given
        var tokenizer = new Tokenizer(new Vocabulary(numberedWords(words)), new TokenizerSettings(2000, 3));

        // When
        TokenSequence sequence = tokenizer.encode("absent w1");

        // Then
        int[] indices = expected.equals("nothing") ? new int[] {0, 1, 4} : new int[] {1, 2, 4};
        assertThat(sequence.indices()).containsExactly(indices);
        assertThat(sequence.words()).isEqualTo(2);
        assertThat(sequence.knownWords()).isEqualTo(1);
    }

    @Test
    void shouldMarkRareWordUnknownWhenVocabularyIsComplete() {
        // Given
        var tokenizer = new Tokenizer(new Vocabulary(numberedWords(2001)), new TokenizerSettings(2000, 3));

        // When
        TokenSequence sequence = tokenizer.encode("w2001 w1");

        // Then
        assertThat(sequence.indices()).containsExactly(1, 2, 4);
    }

    @Test
    void shouldNotTruncateWhenDroppedWordsWouldHaveBeenTooMany() {
        // Given
        var tokenizer = tokenizer(4, 3, "a", "b", "c", "d", "e");

        // When
        TokenSequence sequence = tokenizer.encode("x x x x x a");

        // Then
        assertThat(sequence).isEqualTo(new TokenSequence(new int[] {0, 1, 2}, 1, 6, 0, false));
    }

    @Test
    void shouldCountWordsOfTheWholeTextWhenItIsTruncated() {
        // Given
        var tokenizer = tokenizer(10, 2, "good", "film");

        // When
        TokenSequence sequence = tokenizer.encode("good good rubbish good, film rubbish rubbish");

        // Then
        assertThat(sequence).isEqualTo(new TokenSequence(new int[] {2, 2}, 0, 7, 4, true));
    }

    // Words

    @Test
    void shouldPartWordsAtJustTheSeparatorsWhenEveryAsciiCharacterIsTried() {
        for (char c = 0; c < 128; c++) {
            // When
            List<String> words = Tokenizer.words("left" + c + "right");

            // Then
            String kept = c >= 'A' && c <= 'Z' ? String.valueOf((char) (c + 32)) : String.valueOf(c);
            assertThat(words)
                    .as("character %d", (int) c)
                    .isEqualTo(
                            SEPARATORS.indexOf(c) >= 0 ? List.of("left", "right") : List.of("left" + kept + "right"));
        }
    }

    @Test
    void shouldPartWordsAtThirtyFourCharactersWhenEveryCharIsTried() {
        // When
        long separators = IntStream.rangeClosed(Character.MIN_VALUE, Character.MAX_VALUE)
                .filter(c -> Tokenizer.words("a" + (char) c + "b").size() == 2)
                .count();

        // Then
        // 31 signs, tab, newline and space; the 32 signs of ASCII without the apostrophe
        assertThat(separators).isEqualTo(34);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    apostrophe stays            | don't 'quoted' o''clock  | don't,'quoted',o''clock
                    HTML break is the word br   | one<br /><br />two       | one,br,br,two
                    ASCII letters are lowered   | ThE FILM Z               | the,film,z
                    accented capitals stay      | ÉCOLE Ünder école        | École,Ünder,école
                    dotted capital I stays      | İstanbul IŞIK            | İstanbul,iŞik
                    sharp s stays               | STRAßE                   | straße
                    Greek capitals stay         | ΣΙΣΥΦΟΣ ς                | ΣΙΣΥΦΟΣ,ς
                    full-width letters stay     | ＡＢ                     | ＡＢ
                    Kelvin sign stays           | \u212A                   | \u212A
                    digits are words            | 10/10 7.5                | 10,10,7,5
                    emoji is a word             | great 😀👍 film          | great,😀👍,film
                    right-to-left words         | שלום, עולם مرحبا          | שלום,עולם,مرحبا
                    typographic signs stay      | “good” – it’s…           | “good”,–,it’s…
                    runs of separators          | --a...b!!!   c?-         | a,b,c
                    """)
    void shouldFindWordsAsKerasDoesWhenTextHolds(String name, String text, String expected) {
        // When
        List<String> words = Tokenizer.words(text);

        // Then
        assertThat(words).as(name).containsExactly(expected.split(","));
    }

    @ParameterizedTest(name = "U+{0}")
    @ValueSource(strings = {"00A0", "2003", "2028", "3000", "FEFF", "0085", "000D", "000B", "000C", "0000", "001F"})
    void shouldKeepCharacterInsideTheWordWhenItOnlyLooksLikeASeparator(String codePoint) {
        // Given
        String text = "a" + (char) Integer.parseInt(codePoint, 16) + "b";

        // When
        List<String> words = Tokenizer.words(text);

        // Then
        assertThat(words).containsExactly(text);
    }

    @Test
    void shouldKeepLoneSurrogatesWhenTextIsMalformed() {
        // When
        List<String> words = Tokenizer.words("a" + LONE_SURROGATE + " " + LONE_SURROGATE + " \ude00B");

        // Then
        assertThat(words).containsExactly("a" + LONE_SURROGATE, LONE_SURROGATE, "\ude00b");
    }

    @Test
    void shouldKeepCarriageReturnInTheWordWhenLinesEndAsOnWindows() {
        // When
        List<String> words = Tokenizer.words("one\r\ntwo\r\n\r\nthree");

        // Then
        assertThat(words).containsExactly("one\r", "two\r", "\r", "three");
    }

    @Test
    void shouldKnowWordInWhateverCaseWhenItStandsInTheVocabulary() {
        // Given
        var tokenizer = tokenizer(10, 4, "don't", "école");

        // When
        TokenSequence sequence = tokenizer.encode("DON'T (école) École");

        // Then
        assertThat(sequence.indices()).containsExactly(1, 4, 5, 2);
    }

    // Against a naive reference

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldFindTheWordsOfTheReferenceWhenTextIsRandom(long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 2000; i++) {
            // Given
            String text = randomText(random);

            // When
            List<String> words = Tokenizer.words(text);

            // Then
            assertThat(words).as("seed %d, text %d: %s", seed, i, text).isEqualTo(referenceWords(text));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6, 7, 8})
    void shouldEncodeAsTheReferenceWhenTextAndVocabularyAreRandom(long seed) {
        var random = new SplittableRandom(seed);
        int truncated = 0;
        int dropped = 0;
        int unknown = 0;
        for (int i = 0; i < 2000; i++) {
            // Given
            String text = randomText(random);
            List<String> ranked = randomVocabulary(random, text);
            var settings = new TokenizerSettings(random.nextInt(4, 40), random.nextInt(1, 60));

            // When
            TokenSequence sequence = new Tokenizer(new Vocabulary(ranked), settings).encode(text);

            // Then
            assertThat(sequence)
                    .as("seed %d, text %d, %s: %s", seed, i, settings, text)
                    .isEqualTo(referenceSequence(text, ranked, settings));
            int entries = (int) Arrays.stream(sequence.indices())
                    .filter(index -> index != 0)
                    .count();
            truncated += sequence.truncated() ? 1 : 0;
            dropped += !sequence.truncated() && entries < sequence.words() + 1 ? 1 : 0;
            unknown += Arrays.stream(sequence.indices()).anyMatch(index -> index == 2) ? 1 : 0;
        }
        assertThat(List.of(truncated, dropped, unknown))
                .as("how often the interesting cases came up")
                .allSatisfy(count -> assertThat(count).isGreaterThan(100));
    }

    // Threads

    @Test
    void shouldEncodeTheSameWhenEightThreadsShareTheTokenizer() throws Exception {
        // Given
        var random = new SplittableRandom(9);
        List<String> texts =
                IntStream.range(0, 500).mapToObj(_ -> randomText(random)).toList();
        var tokenizer = new Tokenizer(
                new Vocabulary(randomVocabulary(random, String.join(" ", texts.subList(0, 100)))),
                new TokenizerSettings(30, 20));
        List<TokenSequence> expected = texts.stream().map(tokenizer::encode).toList();
        var together = new CyclicBarrier(8);
        Callable<List<TokenSequence>> encodeAll = () -> {
            together.await();
            return texts.stream().map(tokenizer::encode).toList();
        };

        // When
        List<Future<List<TokenSequence>>> results;
        try (var threads = Executors.newFixedThreadPool(8)) {
            results = threads.invokeAll(Collections.nCopies(8, encodeAll));
        }

        // Then
        for (var result : results) {
            assertThat(result.get()).isEqualTo(expected);
        }
    }

    // Settings

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 2, 3})
    void shouldRefuseSettingsWhenNoWordCouldHaveAnIndex(int indexCount) {
        assertThatThrownBy(() -> new TokenizerSettings(indexCount, 80))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("indexCount must be at least 4")
                .hasMessageContaining(String.valueOf(indexCount));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10_001, 2_000_000_000})
    void shouldRefuseSettingsWhenThereIsNoTimeStepOrAreTooMany(int sequenceLength) {
        assertThatThrownBy(() -> new TokenizerSettings(2000, sequenceLength))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sequenceLength must be in [1, 10000]")
                .hasMessageContaining(String.valueOf(sequenceLength));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 9_999, 10_000})
    void shouldTakeSettingsWhenTimeStepsAreWithinBounds(int sequenceLength) {
        // When
        var settings = new TokenizerSettings(2000, sequenceLength);

        // Then
        assertThat(settings.sequenceLength()).isEqualTo(sequenceLength);
    }

    @ParameterizedTest(name = "{0} indices, {1} ranked words")
    @CsvSource({"4, 0", "5, 1", "2000, 1996"})
    void shouldLeaveFourIndicesToOthersWhenRankingWords(int indexCount, int rankedWords) {
        // When
        var settings = new TokenizerSettings(indexCount, 1);

        // Then
        // 0, 1 and 2 are special, and Keras's word of rank r is r + 3, so that no word has 3
        assertThat(settings.rankedWords()).isEqualTo(rankedWords);
    }

    private static Tokenizer tokenizer(int indexCount, int sequenceLength, String... words) {
        return new Tokenizer(new Vocabulary(List.of(words)), new TokenizerSettings(indexCount, sequenceLength));
    }

    private static List<String> numberedWords(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(rank -> "w" + rank).toList();
    }

    /** Replace, split, filter. */
    private static List<String> referenceWords(String text) {
        var replaced = new StringBuilder();
        for (char c : text.toCharArray()) {
            replaced.append(SEPARATORS.indexOf(c) >= 0 ? ' ' : c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return Arrays.stream(replaced.toString().split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static TokenSequence referenceSequence(String text, List<String> ranked, TokenizerSettings settings) {
        List<String> words = referenceWords(text);
        List<Integer> entries = new ArrayList<>(List.of(1));
        int known = 0;
        for (String word : words) {
            int rank = ranked.indexOf(word) + 1;
            if (rank == 0 && ranked.size() > settings.indexCount()) {
                continue;
            }
            boolean hasIndex = rank > 0 && rank + 3 < settings.indexCount();
            known += hasIndex ? 1 : 0;
            entries.add(hasIndex ? rank + 3 : 2);
        }
        int length = settings.sequenceLength();
        boolean truncated = entries.size() > length;
        List<Integer> last = truncated ? entries.subList(entries.size() - length, entries.size()) : entries;
        int padding = length - last.size();
        List<Integer> padded = new ArrayList<>(Collections.nCopies(padding, 0));
        padded.addAll(last);
        return new TokenSequence(
                padded.stream().mapToInt(Integer::intValue).toArray(), padding, words.size(), known, truncated);
    }

    /** Separators, letters of both cases, other ASCII, other scripts, surrogates whole and halved, and long runs. */
    private static String randomText(RandomGenerator random) {
        var text = new StringBuilder();
        int pieces = random.nextInt(0, 80);
        for (int piece = 0; piece < pieces; piece++) {
            int length = random.nextInt(20) == 0 ? random.nextInt(1, 200) : random.nextInt(1, 4);
            int kind = random.nextInt(6);
            for (int i = 0; i < length; i++) {
                switch (kind) {
                    case 0, 1 -> text.append(SEPARATORS.charAt(random.nextInt(SEPARATORS.length())));
                    case 2 -> text.append((char) random.nextInt('a', 'd'));
                    case 3 -> text.append((char) random.nextInt('A', 'D'));
                    case 4 -> text.append((char) random.nextInt(128));
                    default ->
                        text.append(
                                random.nextBoolean()
                                        ? Character.toString(random.nextInt(Character.MAX_CODE_POINT + 1))
                                        : String.valueOf((char) random.nextInt(0x10000)));
                }
            }
        }
        return text.toString();
    }

    /** Some of the text's words, well-formed ones, in a random order among words that it does not hold. */
    private static List<String> randomVocabulary(RandomGenerator random, String text) {
        List<String> words = new ArrayList<>(referenceWords(text).stream()
                .distinct()
                .filter(TokenizerTest::isWellFormed)
                .filter(_ -> random.nextInt(3) > 0)
                .toList());
        int others = random.nextInt(40);
        for (int i = 0; i < others; i++) {
            words.add("other" + i);
        }
        for (int i = words.size() - 1; i > 0; i--) {
            Collections.swap(words, i, random.nextInt(i + 1));
        }
        return words;
    }

    private static boolean isWellFormed(String word) {
        return word.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
