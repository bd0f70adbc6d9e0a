package dev.verdict.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.verdict.text.Vocabulary;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class ArtifactFileTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final String NAME = "the artifact from afar";

    private final ModelArtifact model = TestModels.small(1);

    // Writing and reading

    @Test
    void shouldReadTheSameModelWhenWritten(@TempDir Path folder) throws IOException {
        // Given
        Path file = ArtifactFile.write(model, folder);

        // When
        ModelArtifact read = ArtifactFile.read(file);

        // Then
        assertEqual(read, model);
    }

    @Test
    void shouldMakeTheFolderAndLeaveOnlyTheFileWhenWritten(@TempDir Path folder) throws IOException {
        // Given
        Path nested = folder.resolve("new/models");

        // When
        Path file = ArtifactFile.write(model, nested);

        // Then
        assertThat(file).isEqualTo(nested.resolve("verdict-model-" + model.version() + ".zip"));
        assertThat(nested).isDirectoryContaining(file::equals);
        assertThat(Files.list(nested)).hasSize(1);
        assertThat(file).hasBinaryContent(ArtifactFile.bytes(model));
    }

    @Test
    void shouldReplaceTheFileWhenWrittenAgain(@TempDir Path folder) throws IOException {
        // Given
        Files.writeString(folder.resolve(model.version().fileName()), "half a file of an earlier run");

        // When
        Path file = ArtifactFile.write(model, folder);

        // Then
        assertThat(folder.toFile().list()).hasSize(1);
        assertEqual(ArtifactFile.read(file), model);
    }

    @Test
    void shouldLeaveNothingWhenTheFileCannotBePutInPlace(@TempDir Path folder) throws IOException {
        // Given
        // A folder that is not empty stands under the file's name
        Path inTheWay = Files.createDirectory(folder.resolve(model.version().fileName()));
        Files.createFile(inTheWay.resolve("file"));

        // When
        // Then
        assertThatThrownBy(() -> ArtifactFile.write(model, folder)).isInstanceOf(IOException.class);
        assertThat(folder.toFile().list()).containsExactly(model.version().fileName());
    }

    @Test
    void shouldFailWhenTheFolderIsAFile(@TempDir Path folder) throws IOException {
        // Given
        Path file = Files.createFile(folder.resolve("file"));

        // When
        // Then
        assertThatThrownBy(() -> ArtifactFile.write(model, file)).isInstanceOf(IOException.class);
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void shouldWriteTheSameBytesWhenContentAndTimeAreTheSame() {
        // When
        byte[] first = ArtifactFile.bytes(TestModels.small(7));
        byte[] second = ArtifactFile.bytes(TestModels.small(7));

        // Then
        assertThat(second).isEqualTo(first).isNotEqualTo(ArtifactFile.bytes(TestModels.small(8)));
    }

    @Test
    void shouldNameTheContentWhenMade() {
        // Given
        var other = new Vocabulary(List.of("another", "vocabulary"));

        // When
        ModelVersion version = model.version();

        // Then
        assertThat(version.value())
                .startsWith("20261123T204500Z-")
                .endsWith(content(model).sha256().substring(0, 8));
        assertThat(TestModels.small(2).version()).isNotEqualTo(version);
        assertThat(ModelArtifact.of(TestModels.TRAINED_AT, model.card(), other, model.weights())
                        .version())
                .isNotEqualTo(version);
        assertThat(ModelArtifact.of(Instant.EPOCH, model.card(), model.vocabulary(), model.weights())
                        .version()
                        .hashDigits())
                .isEqualTo(version.hashDigits());
    }

    @Test
    void shouldBeOpenedByStockDeeplearning4jWhenWritten(@TempDir Path folder) throws IOException {
        // Given
        Path file = ArtifactFile.write(model, folder);
        var input = Nd4j.createFromArray(new float[][] {{0, 0, 1, 4, 5}, {1, 11, 2, 7, 8}});

        // When
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(file.toFile());

        // Then
        assertThat(network.params().toFloatVector()).isEqualTo(FlatParameters.toFlat(model.weights()));
        assertThat(network.output(input))
                .isEqualTo(ReviewNetwork.network(model.weights()).output(input));
    }

    // Damage

    @Test
    void shouldRefuseTheFileWhenItIsCutAnywhereInItsEntries() {
        // Given
        // What follows the entries is a second list of them, which a stream is read without
        byte[] whole = ArtifactFile.bytes(model);
        int entriesEnd = indexOf(whole, new byte[] {'P', 'K', 1, 2});

        for (int length = 0; length < entriesEnd; length++) {
            byte[] cut = Arrays.copyOf(whole, length);

            // When
            // Then
            assertRefused(cut, "cut to " + length + " of " + whole.length + " bytes");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void shouldRefuseTheFileOrReadTheSameWhenAByteIsFlipped(long seed) throws IOException {
        // Given
        byte[] whole = ArtifactFile.bytes(model);
        var random = new SplittableRandom(seed);
        int refused = 0;
        for (int position = 0; position < whole.length; position++) {
            byte[] flipped = whole.clone();
            flipped[position] ^= (byte) random.nextInt(1, 256);

            // When
            ModelArtifact read;
            try {
                read = ArtifactFile.read(new ByteArrayInputStream(flipped), NAME);
            } catch (InvalidModelException e) {
                assertThat(e).hasMessageStartingWith(NAME + " is ");
                refused++;
                continue;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", position " + position, e);
            }

            // Then
            assertThat(ArtifactFile.bytes(read))
                    .as("seed %d, position %d", seed, position)
                    .isEqualTo(whole);
        }
        int content = indexOf(whole, new byte[] {'P', 'K', 1, 2});
        assertThat(refused).as("of %d bytes in entries", content).isGreaterThan(content * 9 / 10);
    }

    static Stream<Arguments> otherFiles() {
        return Stream.of(
                arguments("empty", new byte[0]),
                arguments("one byte", new byte[] {'P'}),
                arguments("text", "no zip at all".getBytes(StandardCharsets.UTF_8)),
                arguments("zeros", new byte[100_000]),
                arguments("a Java object", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 't', 0, 1, 'x'}),
                arguments("zip without entries", zip(Map.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherFiles")
    void shouldRefuseTheFileWhenItIs(String name, byte[] bytes) {
        assertRefused(bytes, name);
    }

    @Test
    void shouldNameTheFileWhenItIsRefused(@TempDir Path folder) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("some.zip"), "no zip at all");

        // When
        // Then
        assertThatThrownBy(() -> ArtifactFile.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void shouldFailAsAnyFileWhenItIsMissing(@TempDir Path folder) {
        // Given
        Path missing = folder.resolve("missing.zip");

        // When
        // Then
        assertThatThrownBy(() -> ArtifactFile.read(missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing.zip");
    }

    // Entries

    @Test
    void shouldReadTheModelWhenEntriesStandInAnotherOrder() throws IOException {
        // Given
        var reversed = new LinkedHashMap<String, byte[]>();
        entries(model).sequencedEntrySet().reversed().forEach(entry -> reversed.put(entry.getKey(), entry.getValue()));

        // When
        ModelArtifact read = read(zip(reversed));

        // Then
        assertEqual(read, model);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"configuration.json", "coefficients.bin", "vocabulary.txt", "model.json", "version.txt"})
    void shouldNameTheEntryWhenItIsMissing(String name) {
        // Given
        Map<String, byte[]> entries = entries(model);
        entries.remove(name);

        // When
        // Then
        assertRefused(zip(entries), name, "it has no " + name);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"configuration.json", "coefficients.bin", "vocabulary.txt", "model.json", "version.txt"})
    void shouldNameTheEntryWhenItIsThereTwice(String name) {
        // Given
        // ZipOutputStream would refuse, so the second gets its name afterwards
        String standIn = "X" + name.substring(1);
        Map<String, byte[]> entries = entries(model);
        entries.put(standIn, entries.get(name));
        String bytes = new String(zip(entries), StandardCharsets.ISO_8859_1);

        // When
        // Then
        assertRefused(
                bytes.replace(standIn, name).getBytes(StandardCharsets.ISO_8859_1), name, name + " is in it twice");
    }

    @Test
    void shouldReadTheModelWhenAnUnknownEntryIsHuge() throws IOException {
        // Given
        byte[] zip = zipWithZeros("unknown.bin", 64 * MEBIBYTE, entries(model));

        // When
        long before = allocatedBytes();
        ModelArtifact read = read(zip);
        long allocated = allocatedBytes() - before;

        // Then
        assertEqual(read, model);
        assertThat(allocated).as("bytes allocated").isLessThan(8L * MEBIBYTE);
    }

    @Test
    void shouldRefuseTheFileWhenItUnpacksToMoreThan512Mebibytes() {
        // Given
        byte[] zip = zipWithZeros("unknown.bin", 513 * MEBIBYTE, entries(model));

        // When
        // Then
        assertRefused(zip, "a zip bomb under an unknown name", "it unpacks to more than 512 MiB");
    }

    @Test
    void shouldRefuseTheFileWithoutUnpackingItWhenAnEntryIsAZipBomb() {
        // Given
        Map<String, byte[]> others = entries(model);
        others.remove("vocabulary.txt");
        byte[] zip = zipWithZeros("vocabulary.txt", 256 * MEBIBYTE, others);

        // When
        long before = allocatedBytes();
        Throwable refusal = catchThrowable(() -> read(zip));
        long allocated = allocatedBytes() - before;

        // Then
        assertThat(refusal)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("vocabulary.txt is larger than " + 32 * MEBIBYTE + " bytes");
        // The limit, read in pieces and put together once
        assertThat(allocated).as("bytes allocated").isLessThan(100L * MEBIBYTE);
    }

    @Test
    void shouldRefuseTheFileWhenItsVersionIsEndless() {
        // Given
        Map<String, byte[]> entries = entries(model);
        entries.put("version.txt", "2".repeat(65).getBytes(StandardCharsets.US_ASCII));

        // When
        // Then
        assertRefused(zip(entries), "version.txt", "version.txt is larger than 64 bytes");
    }

    // Size of the file

    @ParameterizedTest(name = "{0} bytes from 32 MiB")
    @ValueSource(ints = {-1, 0})
    void shouldReadTheModelWhenTheFileIsAtMost32Mebibytes(int difference) throws IOException {
        // Given
        // Zeros after the zip are not read
        byte[] padded = Arrays.copyOf(ArtifactFile.bytes(model), 32 * MEBIBYTE + difference);

        // When
        ModelArtifact read = read(padded);

        // Then
        assertEqual(read, model);
    }

    @Test
    void shouldRefuseTheFileWhenItIsLargerThan32Mebibytes() {
        // Given
        byte[] padded = Arrays.copyOf(ArtifactFile.bytes(model), 32 * MEBIBYTE + 1);

        // When
        // Then
        assertRefused(padded, "32 MiB and a byte", "larger than 32 MiB");
    }

    @Test
    void shouldRefuseTheStreamWhenItHasNoEnd() {
        // Given
        var endless = new InputStream() {
            private long readBytes;

            @Override
            public int read() {
                readBytes++;
                return 0;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                assertThat(readBytes).isLessThan(64L * MEBIBYTE);
                readBytes += length;
                return length;
            }
        };

        // When
        // Then
        assertThatThrownBy(() -> ArtifactFile.read(endless, NAME))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("larger than 32 MiB");
    }

    // Content that a version vouches for and that is wrong nevertheless

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"configuration.json", "coefficients.bin", "vocabulary.txt", "model.json"})
    void shouldRefuseTheFileWhenAnEntryIsNotTheVersions(String name) {
        // Given
        // A sound entry of another model
        ModelArtifact other =
                TestModels.random(new NetworkSettings(13, 5, 3), new Vocabulary(List.of("another", "vocabulary")), 2);
        Map<String, byte[]> entries = entries(model);
        entries.put(name, entries(other).get(name));

        // When
        // Then
        assertRefused(zip(entries), name, "its content is not that of version " + model.version());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "latest", "20261123T204500Z", "../../20261123T204500Z-0a1b2c3d"})
    void shouldRefuseTheFileWhenItsVersionIsNone(String version) {
        // Given
        Map<String, byte[]> entries = entries(model);
        entries.put("version.txt", version.getBytes(StandardCharsets.US_ASCII));

        // When
        // Then
        assertRefused(zip(entries), version, "is not a model version");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldRefuseTheFileWhenAWeightIsNotFinite(float value) {
        // Given
        float[] parameters = FlatParameters.toFlat(model.weights());
        parameters[17] = value;

        // When
        // Then
        assertRefused(
                vouchedFor("coefficients.bin", Coefficients.format(parameters)),
                "weight of " + value,
                "embedding holds " + value);
    }

    @ParameterizedTest(name = "{0} parameters more than the network has")
    @ValueSource(ints = {-1, 1})
    void shouldRefuseTheFileWhenTheWeightsAreOfAnotherShape(int difference) {
        // Given
        float[] parameters = FlatParameters.toFlat(model.weights());
        float[] others = Arrays.copyOf(parameters, parameters.length + difference);

        // When
        // Then
        assertRefused(
                vouchedFor("coefficients.bin", Coefficients.format(others)),
                "another shape",
                "the network has 172 parameters, not " + others.length);
    }

    static Stream<Arguments> wrongCards() {
        return Stream.of(
                arguments("format version 0", "format version 0 is not known", card(c -> c.put("formatVersion", 0))),
                arguments("format version 2", "format version 2 is not known", card(c -> c.put("formatVersion", 2))),
                arguments("no format version", "format version 0 is not known", card(c -> c.remove("formatVersion"))),
                arguments("no network", "must all be there", card(c -> c.remove("network"))),
                arguments("no recipe", "must all be there", card(c -> c.remove("recipe"))),
                arguments("network null", "must all be there", card(c -> c.putNull("network"))),
                arguments(
                        "negative size",
                        "units must be in [",
                        card(c -> network(c).put("units", -3))),
                arguments("enormous size", "is too large", card(c -> {
                    network(c).put("units", 4096);
                    network(c).put("embeddingSize", 4096);
                })),
                arguments(
                        "units of a larger network",
                        "the network has 225 parameters",
                        card(c -> network(c).put("units", 4))),
                arguments(
                        "indices unlike the tokenizer's",
                        "disagree on indexCount",
                        card(c -> network(c).put("indexCount", 13))),
                arguments(
                        "sequences of no length",
                        "sequenceLength must be in [1, 10000]",
                        card(c -> ((ObjectNode) c.get("tokenizer")).put("sequenceLength", 0))),
                arguments(
                        "sequences without end",
                        "sequenceLength must be in [1, 10000]",
                        card(c -> ((ObjectNode) c.get("tokenizer")).put("sequenceLength", 2_000_000_000))),
                arguments("enormous table of gates", "indexCount x 4 x units = 8000000000 is too large", card(c -> {
                    network(c).put("indexCount", 1_000_000);
                    network(c).put("units", 2000);
                    network(c).put("embeddingSize", 1);
                })),
                arguments(
                        "a wrong number",
                        "wrong \"units\"",
                        card(c -> network(c).put("units", "3"))),
                arguments("a wrong list", "wrong \"epochs\"", card(c -> c.put("epochs", 3))),
                arguments("a wrong word", "TANH", card(c -> network(c).put("recurrentActivation", "TANH"))),
                arguments("null", "model.json", "null"),
                arguments("array", "", "[]"),
                arguments("no JSON", "", "model"),
                arguments("empty", "", ""),
                arguments("nested deeply", "", "{\"x\":" + "[".repeat(100_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongCards")
    void shouldRefuseTheFileWhenModelJsonIsOrHas(String name, String complaint, String card) {
        assertRefused(vouchedFor("model.json", card.getBytes(StandardCharsets.UTF_8)), name, complaint);
    }

    @Test
    void shouldReadTheModelWhenModelJsonHasAFieldOfALaterVersion() throws IOException {
        // Given
        byte[] zip = vouchedFor("model.json", card(c -> c.put("comment", "new")).getBytes(StandardCharsets.UTF_8));

        // When
        ModelArtifact read = read(zip);

        // Then
        assertThat(read.card()).isEqualTo(model.card());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "the\nthe\n", "the film\n", "The\n", "the\n\n"})
    void shouldRefuseTheFileWhenTheVocabularyIsNone(String vocabulary) {
        assertRefused(
                vouchedFor("vocabulary.txt", vocabulary.getBytes(StandardCharsets.UTF_8)), vocabulary, "vocabulary");
    }

    private static void assertRefused(byte[] bytes, String description) {
        assertRefused(bytes, description, "");
    }

    private static void assertRefused(byte[] bytes, String description, String complaint) {
        assertThatThrownBy(() -> read(bytes))
                .as(description)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith(NAME + " is ")
                .hasMessageContaining(complaint);
    }

    private static void assertEqual(ModelArtifact actual, ModelArtifact expected) {
        assertThat(actual.version()).isEqualTo(expected.version());
        assertThat(actual.card()).isEqualTo(expected.card());
        assertThat(actual.vocabulary().words()).isEqualTo(expected.vocabulary().words());
        assertThat(FlatParameters.toFlat(actual.weights())).isEqualTo(FlatParameters.toFlat(expected.weights()));
    }

    private static ModelArtifact read(byte[] bytes) throws IOException {
        return ArtifactFile.read(new ByteArrayInputStream(bytes), NAME);
    }

    private static ArtifactContent content(ModelArtifact model) {
        return ArtifactContent.of(model.card(), model.vocabulary(), model.weights());
    }

    /** All entries, the version last. */
    private static LinkedHashMap<String, byte[]> entries(ModelArtifact model) {
        var entries = new LinkedHashMap<>(content(model).entries());
        entries.put("version.txt", model.version().value().getBytes(StandardCharsets.US_ASCII));
        return entries;
    }

    /** The model with another entry, and with a version whose hash is right for it. */
    private byte[] vouchedFor(String name, byte[] bytes) {
        Map<String, byte[]> entries = entries(model);
        entries.put(name, bytes);
        var content = new ArtifactContent(
                entries.get("configuration.json"),
                entries.get("coefficients.bin"),
                entries.get("vocabulary.txt"),
                entries.get("model.json"));
        var version = ModelVersion.of(TestModels.TRAINED_AT, content.sha256());
        entries.put("version.txt", version.value().getBytes(StandardCharsets.US_ASCII));
        return zip(entries);
    }

    private static String card(Consumer<ObjectNode> change) {
        ObjectNode card = new ObjectMapper().valueToTree(TestModels.small(1).card());
        change.accept(card);
        return card.toString();
    }

    private static ObjectNode network(ObjectNode card) {
        return (ObjectNode) card.get("network");
    }

    private static byte[] zip(Map<String, byte[]> entries) {
        return zipWithZeros("", 0, entries);
    }

    /** A zip that begins with an entry of so many zeros, if any. */
    private static byte[] zipWithZeros(String name, int zeros, Map<String, byte[]> entries) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            if (zeros > 0) {
                zip.putNextEntry(new ZipEntry(name));
                writeZeros(zip, zeros);
            }
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static void writeZeros(OutputStream out, int count) throws IOException {
        byte[] zeros = new byte[MEBIBYTE];
        for (int written = 0; written < count; written += zeros.length) {
            out.write(zeros);
        }
    }

    private static int indexOf(byte[] bytes, byte[] sought) {
        for (int i = 0; i + sought.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
                return i;
            }
        }
        throw new AssertionError("not in it");
    }

    /** By this thread, since it began. */
    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
