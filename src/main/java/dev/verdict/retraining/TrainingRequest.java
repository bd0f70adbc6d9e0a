package dev.verdict.retraining;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What trainers are asked for: a record of the requests topic, keyed by the run.
 *
 * @param id of the run
 * @param by who asked
 * @param at when; labelled reviews count up to then
 * @param epochs at most, from 1 to {@value #MAX_EPOCHS}
 * @param from version of the model that the run goes on from; empty to begin anew
 * @param cancelledBy who wants it to end; empty if nobody does
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TrainingRequest(
        String id, String by, Instant at, int epochs, long seed, TrainingData data, String from, String cancelledBy) {
    public static final int MAX_EPOCHS = 1_000;
    public static final int DEFAULT_EPOCHS = 15;
    public static final long DEFAULT_SEED = 1;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    public TrainingRequest {
        from = from == null ? "" : from; // absent in JSON
        cancelledBy = cancelledBy == null ? "" : cancelledBy;
        if (id == null || by == null || at == null || data == null) {
            throw new IllegalArgumentException("id, by, at and data must all be there");
        }
        if (!ID.matcher(id).matches()) { // folders are named after it
            throw new IllegalArgumentException("id must have 1 to 64 letters, digits and hyphens of ASCII");
        }
        if (epochs < 1 || epochs > MAX_EPOCHS) {
            throw new IllegalArgumentException("epochs must be from 1 to " + MAX_EPOCHS + ", not " + epochs);
        }
    }

    boolean isCancelled() {
        return !cancelledBy.isEmpty();
    }

    TrainingRequest cancelled(String who) {
        return new TrainingRequest(id, by, at, epochs, seed, data, from, who);
    }
}
