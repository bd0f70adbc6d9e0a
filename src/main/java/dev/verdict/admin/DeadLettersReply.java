package dev.verdict.admin;

import dev.verdict.replay.NewestLetters;
import dev.verdict.replay.ReplayResult;
import dev.verdict.replay.StoredLetter;
import dev.verdict.review.RejectionReason;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Some dead letters.
 *
 * @param letters the newest first
 * @param complete whether all were looked at; otherwise older ones may match too
 * @param reasons what a record can die of
 */
record DeadLettersReply(String topic, List<Letter> letters, boolean complete, List<RejectionReason> reasons) {
    /**
     * @param time the record's
     * @param text the beginning of the record, 2,000 characters at most
     * @param sizeBytes of the record as it was
     * @param whole whether all of it was kept
     * @param replayed whether it was put back
     * @param replays how often it had been put back before it died
     */
    record Letter(
            int partition,
            long offset,
            Instant time,
            String reason,
            String detail,
            Source source,
            String key,
            String text,
            long sizeBytes,
            boolean whole,
            boolean replayed,
            long replays) {
        static Letter of(StoredLetter letter) {
            return new Letter(
                    letter.at().partition(),
                    letter.offset(),
                    letter.timestamp(),
                    letter.reason(),
                    letter.detail(),
                    new Source(letter.source().topic(), letter.source().partition()),
                    letter.key(),
                    letter.text(),
                    letter.sizeBytes(),
                    letter.isWhole(),
                    letter.isReplayed(),
                    letter.replays());
        }
    }

    /** Where the record was read. */
    record Source(String topic, int partition) {}

    static DeadLettersReply of(String topic, NewestLetters.Page page) {
        return new DeadLettersReply(
                topic,
                page.letters().stream().map(Letter::of).toList(),
                page.isComplete(),
                List.of(RejectionReason.values()));
    }

    /**
     * What a replay did, or would do.
     *
     * @param letters dead letters that there were
     * @param replayed those put back, by reason
     * @param replayedBefore those that an earlier replay had put back
     * @param notWanted those that were not asked for
     * @param left those that cannot be put back
     */
    record Replayed(
            boolean dryRun,
            long letters,
            Map<String, Long> replayed,
            long replayedInAll,
            long replayedBefore,
            long notWanted,
            List<Left> left) {
        static Replayed of(ReplayResult result, boolean dryRun) {
            return new Replayed(
                    dryRun,
                    result.letters(),
                    result.replayed(),
                    result.replayedInAll(),
                    result.replayedBefore(),
                    result.notWanted(),
                    result.left().entrySet().stream()
                            .map(left ->
                                    new Left(left.getKey().name(), left.getKey().sentence(), left.getValue()))
                            .toList());
        }
    }

    /** @param why a sentence */
    record Left(String obstacle, String why, long count) {}
}
