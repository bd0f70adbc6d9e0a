package dev.verdict.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

@Timeout(60)
class ImdbArchiveTest {
    private static final byte[] CONTENT = bytes(1, 300_000);
    private static final byte[] OTHER_CONTENT = bytes(2, 300_000);
    private static final DownloadProgress UNSEEN = (_, _) -> {};

    @TempDir
    Path cache;

    private ArchiveServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ArchiveServer(CONTENT);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void shouldDownloadArchiveIntoFolderThatIsNotThere() {
        // Given
        var folder = cache.resolve("a/b");

        // When
        var fetched = archive(folder).fetch(UNSEEN);

        // Then
        assertThat(fetched).isEqualTo(folder.resolve("reviews.tar.gz")).hasBinaryContent(CONTENT);
        assertThat(server.requests()).containsExactly(new ArchiveServer.Request("", ""));
    }

    @Test
    void shouldLeaveNothingButTheLockBesideArchive() throws IOException {
        // When
        archive().fetch(UNSEEN);

        // Then
        assertThat(filesOfCache()).containsExactlyInAnyOrder("reviews.tar.gz", "reviews.tar.gz.lock");
    }

    @Test
    void shouldReportProgressUpToTheWhole() {
        // Given
        var received = new ArrayList<Long>();

        // When
        archive().fetch((bytes, totalBytes) -> {
            assertThat(totalBytes).isEqualTo(CONTENT.length);
            received.add(bytes);
        });

        // Then
        assertThat(received).isSorted().startsWith(0L).endsWith((long) CONTENT.length);
    }

    @Test
    void shouldAskServerForNothingWhenArchiveIsCached() throws IOException {
        // Given
        Files.write(cache.resolve("reviews.tar.gz"), CONTENT);

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
        assertThat(server.requests()).isEmpty();
        assertThat(filesOfCache()).containsExactly("reviews.tar.gz");
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 1000, 300_000})
    void shouldReplaceCachedArchiveWhenItIsAnother(int sizeBytes) throws IOException {
        // Given
        Files.write(cache.resolve("reviews.tar.gz"), bytes(3, sizeBytes));

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
    }

    @Test
    void shouldFollowRedirect() {
        // Given
        var moved = new ImdbArchive(
                server.address().resolve("/moved/reviews.tar.gz"), CONTENT.length, sha256(CONTENT), cache);

        // When
        var fetched = moved.fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
    }

    @Test
    void shouldDownloadWhenServerDoesNotTellTheLength() {
        // Given
        server.chunked();

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
    }

    @Test
    void shouldKeepPartWhenConnectionBreaks() {
        // Given
        server.cuttingAfter(100_000);

        // When
        var failure = failureOf(archive());

        // Then
        assertThat(failure)
                .hasMessageContaining("broke off after 100000 of 300000 bytes: run it again to go on from there");
        assertThat(cache.resolve("reviews.tar.gz")).doesNotExist();
        assertThat(cache.resolve("reviews.tar.gz.part")).hasBinaryContent(Arrays.copyOf(CONTENT, 100_000));
    }

    @Test
    void shouldGoOnFromPartWhenConnectionBroke() throws IOException {
        // Given
        server.cuttingAfter(100_000);
        failureOf(archive());
        server.inGoodOrder();
        var received = new ArrayList<Long>();

        // When
        var fetched = archive().fetch((bytes, _) -> received.add(bytes));

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
        assertThat(server.requests().getLast()).isEqualTo(new ArchiveServer.Request("bytes=100000-", "\"v1\""));
        assertThat(received).startsWith(100_000L).endsWith(300_000L);
        assertThat(filesOfCache()).containsExactlyInAnyOrder("reviews.tar.gz", "reviews.tar.gz.lock");
    }

    @Test
    void shouldKeepPartWhenChunkedBodyBreaks() {
        // Given
        server.chunked().cuttingAfter(100_000);

        // When
        var failure = failureOf(archive());

        // Then
        assertThat(failure).hasMessageContaining("broke off after 100000 of 300000 bytes");
        assertThat(cache.resolve("reviews.tar.gz.part")).hasBinaryContent(Arrays.copyOf(CONTENT, 100_000));
    }

    @Test
    void shouldBreakOffWhenServerEndsBeforeTheWhole() {
        // Given
        server.serving(Arrays.copyOf(CONTENT, 200_000), "\"v1\"").chunked();

        // When
        var failure = failureOf(archive());

        // Then
        assertThat(failure).hasMessageContaining("broke off after 200000 of 300000 bytes");
    }

    @ParameterizedTest(name = "ETag {0}")
    @ValueSource(strings = {"", "W/\"v1\"", "v1"})
    void shouldGoOnWithoutConditionWhenServerGaveNoStrongTag(String etag) {
        // Given
        server.serving(CONTENT, etag).cuttingAfter(100_000);
        failureOf(archive());
        server.inGoodOrder();

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
        assertThat(server.requests().getLast()).isEqualTo(new ArchiveServer.Request("bytes=100000-", ""));
    }

    @Test
    void shouldStartOverWhenTagHasChanged() {
        // Given
        server.serving(OTHER_CONTENT, "\"v0\"").cuttingAfter(100_000);
        failureOf(archive());
        server.serving(CONTENT, "\"v1\"").inGoodOrder();

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
        assertThat(server.requests().getLast()).isEqualTo(new ArchiveServer.Request("bytes=100000-", "\"v0\""));
    }

    @Test
    void shouldGoOnByNewTagWhenStartedOver() {
        // Given
        server.serving(OTHER_CONTENT, "\"v0\"").cuttingAfter(100_000);
        failureOf(archive());
        server.serving(CONTENT, "\"v1\"").cuttingAfter(50_000);
        failureOf(archive());
        server.inGoodOrder();

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
        assertThat(server.requests().getLast()).isEqualTo(new ArchiveServer.Request("bytes=50000-", "\"v1\""));
    }

    @Test
    void shouldStartOverWhenServerIgnoresRange() throws IOException {
        // Given
        Files.write(cache.resolve("reviews.tar.gz.part"), Arrays.copyOf(CONTENT, 100_000));
        server.withoutRanges();
        var received = new ArrayList<Long>();

        // When
        var fetched = archive().fetch((bytes, _) -> received.add(bytes));

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
        assertThat(received).startsWith(0L);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest(name = "Content-Range {0}")
    @ValueSource(
            strings = {
                "bytes 0-299999/300000",
                "bytes 100001-299999/300000",
                "bytes 100000-299999/300001",
                "bytes */300000",
                "lines 100000-299999/300000",
                "bytes 99999999999999999999-1/2"
            })
    void shouldStartOverWhenServerSendsAnotherRange(String contentRange) throws IOException {
        // Given
        Files.write(cache.resolve("reviews.tar.gz.part"), Arrays.copyOf(CONTENT, 100_000));
        server.withContentRange(contentRange);

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
        assertThat(server.requests()).extracting(ArchiveServer.Request::range).containsExactly("bytes=100000-", "");
    }

    @Test
    void shouldGoOnWhenServerDoesNotKnowTheTotal() throws IOException {
        // Given
        Files.write(cache.resolve("reviews.tar.gz.part"), Arrays.copyOf(CONTENT, 100_000));
        server.withContentRange("bytes 100000-299999/*");

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldAskForTheWholeWhenRangeCannotBeSatisfied() throws IOException {
        // Given
        Files.write(cache.resolve("reviews.tar.gz.part"), Arrays.copyOf(CONTENT, 100_000));
        server.serving(new byte[50], "\"v2\"");

        // When
        var failure = failureOf(archive());

        // Then
        assertThat(failure).hasMessageContaining("offers 50 bytes instead of 300000, which is another file");
        assertThat(server.requests()).extracting(ArchiveServer.Request::range).containsExactly("bytes=100000-", "");
    }

    @Test
    void shouldFinishWithoutServerWhenPartIsWhole() throws IOException {
        // Given
        Files.write(cache.resolve("reviews.tar.gz.part"), CONTENT);

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void shouldStartOverWhenPartIsLongerThanTheWhole() throws IOException {
        // Given
        Files.write(cache.resolve("reviews.tar.gz.part"), bytes(3, 300_001));

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
        assertThat(server.requests()).containsExactly(new ArchiveServer.Request("", ""));
    }

    @Test
    void shouldDeletePartWhenHashIsWrong() throws IOException {
        // Given
        server.serving(OTHER_CONTENT, "\"v1\"");

        // When
        var failure = failureOf(archive());

        // Then
        assertThat(failure)
                .hasMessageContaining("has SHA-256 %s instead of %s and was deleted"
                        .formatted(sha256(OTHER_CONTENT), sha256(CONTENT)));
        assertThat(filesOfCache()).containsExactly("reviews.tar.gz.lock");
    }

    @Test
    void shouldDeletePartWhenItIsOfAnotherVersionAndServerHasNoTag() throws IOException {
        // Given
        Files.write(cache.resolve("reviews.tar.gz.part"), Arrays.copyOf(OTHER_CONTENT, 100_000));
        server.serving(CONTENT, "");
        failureOf(archive());

        // When
        var fetched = archive().fetch(UNSEEN);

        // Then
        assertThat(fetched).hasBinaryContent(CONTENT);
    }

    @Test
    void shouldDeletePartWhenServerSendsMoreThanTheWhole() throws IOException {
        // Given
        server.serving(bytes(2, 300_001), "\"v1\"").chunked();

        // When
        var failure = failureOf(archive());

        // Then
        assertThat(failure).hasMessageContaining("brought more than 300000 bytes, which is another file");
        assertThat(filesOfCache()).containsExactly("reviews.tar.gz.lock");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {204, 403, 404, 500, 503})
    void shouldKeepPartWhenServerAnswersWithError(int status) throws IOException {
        // Given
        var part = Files.write(cache.resolve("reviews.tar.gz.part"), Arrays.copyOf(CONTENT, 100_000));
        server.answering(status);

        // When
        var failure = failureOf(archive());

        // Then
        assertThat(failure)
                .hasMessageContaining("was answered with status " + status
                        + ": try again later, or give a copy of the archive with --data");
        assertThat(part).hasBinaryContent(Arrays.copyOf(CONTENT, 100_000));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldSayThatConnectionIsRefused() {
        // Given
        server.close();

        // When
        var failure = failureOf(archive());

        // Then
        assertThat(failure)
                .hasMessageContaining(
                        "was refused a connection: try again later, or give a copy of the archive with --data");
    }

    @Test
    void shouldSayThatHostIsUnknown() {
        // Given
        var name = "x".repeat(64); // longer than a name may be, so that no name server is asked
        var nowhere =
                new ImdbArchive(URI.create("http://" + name + ".invalid/reviews.tar.gz"), 1, sha256(CONTENT), cache);

        // When
        var failure = failureOf(nowhere);

        // Then
        assertThat(failure).hasMessageContaining("found no host of that name");
    }

    @Test
    void shouldGiveUpAndKeepPartWhenServerStalls() {
        // Given
        server.stallingAfter(100_000);
        var impatient = archive(cache, Duration.ofSeconds(1));

        // When
        var failure = failureOf(impatient);

        // Then
        assertThat(failure).hasMessageContaining("stood still for 1 s after 100000 of 300000 bytes");
        assertThat(cache.resolve("reviews.tar.gz.part")).hasBinaryContent(Arrays.copyOf(CONTENT, 100_000));
    }

    @Test
    void shouldRefuseToDownloadWhenDiskHasNoRoom() throws IOException {
        // Given
        var huge = new ImdbArchive(server.address(), Long.MAX_VALUE, sha256(CONTENT), cache);

        // When
        var failure = failureOf(huge);

        // Then
        assertThat(failure).hasMessageContaining("needs 9223372036854775807 bytes in " + cache);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void shouldSayThatCacheFolderCannotBeMade() throws IOException {
        // Given
        var file = Files.writeString(cache.resolve("file"), "in the way");

        // When
        var failure = failureOf(archive(file.resolve("folder")));

        // Then
        assertThat(failure).hasMessageContaining("cannot be kept in " + file.resolve("folder"));
    }

    @Test
    void shouldEndAndKeepPartWhenInterrupted() throws Exception {
        // Given
        server.stallingAfter(100_000);
        var interrupted = new ArrayList<Boolean>();
        var failures = new ArrayList<Throwable>();
        var thread = Thread.ofPlatform().unstarted(() -> {
            try {
                archive().fetch((bytes, _) -> {
                    if (bytes == 100_000) {
                        Thread.currentThread().interrupt();
                    }
                });
            } catch (DatasetException e) {
                failures.add(e);
                interrupted.add(Thread.currentThread().isInterrupted());
            }
        });

        // When
        thread.start();
        thread.join();

        // Then
        assertThat(failures)
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("was interrupted");
        assertThat(interrupted).containsExactly(true);
        assertThat(cache.resolve("reviews.tar.gz.part")).hasBinaryContent(Arrays.copyOf(CONTENT, 100_000));
    }

    @Test
    void shouldDownloadOnceWhenFetchedByManyAtOnce() throws Exception {
        // Given
        var fetches = Stream.generate(() -> (Callable<Path>) () -> archive().fetch(UNSEEN))
                .limit(8)
                .toList();

        // When
        List<Future<Path>> fetched;
        try (var threads = Executors.newFixedThreadPool(8)) {
            fetched = threads.invokeAll(fetches);
        }

        // Then
        assertThat(fetched).extracting(Future::resultNow).containsOnly(cache.resolve("reviews.tar.gz"));
        assertThat(cache.resolve("reviews.tar.gz")).hasBinaryContent(CONTENT);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ftp://localhost/reviews.tar.gz, http or https",
        "file:/tmp/reviews.tar.gz, http or https",
        "http://localhost/data/, file name",
        "http://localhost, file name"
    })
    void shouldRejectSourceWhenNotAFileOnTheWeb(URI source, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImdbArchive(source, 1, sha256(CONTENT), cache))
                .withMessageContaining(message);
    }

    @Test
    void shouldRejectSizeWhenZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImdbArchive(server.address(), 0, sha256(CONTENT), cache))
                .withMessage("sizeBytes must be above 0, not 0");
    }

    @Test
    void shouldCacheInXdgCacheHomeOnlyWhenAbsolute() {
        // Given
        var home = cache.resolve("home");
        var absolute = cache.resolve("caches");

        // When
        var folder = ImdbArchive.defaultCacheFolder(Map.of("XDG_CACHE_HOME", absolute.toString()), home);

        // Then
        assertThat(folder).isEqualTo(absolute.resolve("verdict"));
        assertThat(ImdbArchive.defaultCacheFolder(Map.of(), home)).isEqualTo(home.resolve(".cache/verdict"));
        assertThat(ImdbArchive.defaultCacheFolder(Map.of("XDG_CACHE_HOME", ""), home))
                .isEqualTo(home.resolve(".cache/verdict"));
        assertThat(ImdbArchive.defaultCacheFolder(Map.of("XDG_CACHE_HOME", "caches"), home))
                .isEqualTo(home.resolve(".cache/verdict"));
    }

    private ImdbArchive archive() {
        return archive(cache);
    }

    private ImdbArchive archive(Path folder) {
        return archive(folder, Duration.ofSeconds(30));
    }

    private ImdbArchive archive(Path folder, Duration stallTimeout) {
        return new ImdbArchive(server.address(), CONTENT.length, sha256(CONTENT), folder, stallTimeout);
    }

    /** @return null if it does not fail */
    private static DatasetException failureOf(ImdbArchive archive) {
        return catchThrowableOfType(DatasetException.class, () -> archive.fetch(UNSEEN));
    }

    private List<String> filesOfCache() throws IOException {
        try (var files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] bytes(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
