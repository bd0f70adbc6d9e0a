package dev.verdict.cli;

import dev.verdict.dataset.ImdbArchive;
import dev.verdict.dataset.ReviewDataset;
import dev.verdict.dataset.ReviewDatasets;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.file.Path;

/** Which labelled reviews a command works with. */
final class DataOption {
    private static final long PROGRESS_STEP_BYTES = 1 << 20;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = {
                "aclImdb_v1.tar.gz, its unpacked folder, or a CSV or JSONL file with \"text\" and \"label\".",
                "By default the archive is downloaded once and kept."
            })
    private Path path;

    /** @param progress where a download says how far it is */
    ReviewDataset read(PrintWriter progress) {
        return ReviewDatasets.read(path == null ? download(progress) : path);
    }

    private static Path download(PrintWriter progress) {
        long[] shown = {-PROGRESS_STEP_BYTES};
        return ImdbArchive.original(cacheFolder()).fetch((received, total) -> {
            if (received - shown[0] >= PROGRESS_STEP_BYTES || received == total) {
                progress.printf("\rDownloading the IMDB reviews: %d of %d MB", received >> 20, total >> 20);
                progress.flush();
                shown[0] = received;
            }
            if (received == total) {
                progress.println();
            }
        });
    }

    private static Path cacheFolder() {
        return ImdbArchive.defaultCacheFolder(System.getenv(), Path.of(System.getProperty("user.home")));
    }
}
