package dev.verdict.cli;

import dev.verdict.dataset.DownloadProgress;
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
        return ReviewDatasets.read(pathOrDownload(progress));
    }

    /** As {@link #read}, but there need be nothing to train on. */
    ReviewDataset readForEvaluation(PrintWriter progress) {
        return ReviewDatasets.readForEvaluation(pathOrDownload(progress));
    }

    private Path pathOrDownload(PrintWriter progress) {
        return path == null ? download(progress) : path;
    }

    private static Path download(PrintWriter progress) {
        return ImdbArchive.original(cacheFolder()).fetch(new DownloadLine(progress));
    }

    private static Path cacheFolder() {
        return ImdbArchive.defaultCacheFolder(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** One line that is written over as the download goes on. */
    private static final class DownloadLine implements DownloadProgress {
        private final PrintWriter out;
        private long shown = -PROGRESS_STEP_BYTES;

        DownloadLine(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void received(long bytes, long totalBytes) {
            if (bytes - shown >= PROGRESS_STEP_BYTES || bytes == totalBytes) {
                out.printf("\rDownloading the IMDB reviews: %d of %d MB", bytes >> 20, totalBytes >> 20);
                out.flush();
                shown = bytes;
            }
            if (bytes == totalBytes) {
                out.println();
            }
        }

        @Override
        public void waiting() {
            out.println("Waiting for another process that is downloading the IMDB reviews ...");
            out.flush();
        }
    }
}
