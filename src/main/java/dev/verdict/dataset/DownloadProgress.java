package dev.verdict.dataset;

/** Told of a download as it goes on, by the thread that asked for it. */
@FunctionalInterface
public interface DownloadProgress {
    /**
     * @param bytes had so far, those of an earlier, broken-off download included; less than before if the server makes
     *     it start over
     */
    void received(long bytes, long totalBytes);

    /** Told once, if another process is downloading the same and is waited for. */
    default void waiting() {}
}
