package dev.verdict.replay;

import java.util.Map;
import java.util.SortedMap;

/**
 * What a replay did with each dead letter that was there when it began, or would have done.
 *
 * @param replayed letters put back, by reason
 * @param replayedBefore those that an earlier replay had put back
 * @param notWanted those that do not match the request, or came after as many as it wants
 * @param left those that match and cannot be put back, by why
 */
public record ReplayResult(
        String topic, SortedMap<String, Long> replayed, long replayedBefore, long notWanted, Map<Obstacle, Long> left) {

    /** Why a dead letter cannot be put back. */
    public enum Obstacle {
        TRUNCATED("only a part of the record was kept; the whole stands where its source headers point"),
        NO_DEAD_LETTER("the headers do not say where the record came from"),
        NO_SOURCE("the topic or partition that it came from is not there"),
        TOO_LARGE("the topic that it came from does not take records as large as that any more");

        private final String sentence;

        Obstacle(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    public long replayedInAll() {
        return replayed.values().stream().mapToLong(Long::longValue).sum();
    }

    public long letters() {
        return replayedInAll()
                + replayedBefore
                + notWanted
                + left.values().stream().mapToLong(Long::longValue).sum();
    }
}
