package dev.verdict.live;

import dev.verdict.live.FeedEvent.Came;
import dev.verdict.review.Label;

import java.util.Optional;

/**
 * What a listener wants to hear of.
 *
 * @param subject only of this one, if there is one
 * @param label only those, if there is one
 * @param rate most a second; 0 for all
 */
public record Interest(Optional<String> subject, Optional<Label> label, int rate) {
    public Interest {
        if (rate < 0) {
            throw new IllegalArgumentException("rate must be 0 or more, not " + rate);
        }
    }

    boolean covers(Came event) {
        return subject.map(event.subject()::equals).orElse(true)
                && label.map(event.label()::equals).orElse(true);
    }
}
