package dev.verdict.replay;

import dev.verdict.review.RejectionReason;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which dead letters are to be put back. Those that are not stay where they are and can be asked for later.
 *
 * @param reason only those that died of it
 * @param since only those of records with this timestamp or a later one
 * @param max no more than so many, at least 1
 * @param dryRun only says what it would do
 */
public record ReplayRequest(
        Optional<RejectionReason> reason, Optional<Instant> since, OptionalLong max, boolean dryRun) {
    public ReplayRequest {
        if (max.isPresent() && max.getAsLong() < 1) {
            throw new IllegalArgumentException("max must be at least 1, not " + max.getAsLong());
        }
    }

    boolean matches(DeadLetter letter) {
        return reason.stream().allMatch(wanted -> wanted.name().equals(letter.reason()))
                && since.stream().noneMatch(letter.timestamp()::isBefore);
    }

    boolean isReached(long replayed) {
        return max.isPresent() && replayed >= max.getAsLong();
    }
}
