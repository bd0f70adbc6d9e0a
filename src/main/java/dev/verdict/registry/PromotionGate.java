package dev.verdict.registry;

import dev.verdict.model.ModelCard;

import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a trained model may score by itself, or stays a candidate until an admin says otherwise.
 *
 * @param floor least test accuracy, in [0, 1]
 * @param tolerance how much less than the active one's it may be on the same test data, in [0, 1]
 */
public record PromotionGate(double floor, double tolerance) {
    /** A tenth of what one review of a million makes: 0.854 - 0.005 is no 0.849 in binary. */
    private static final double ROUNDING = 1e-7;

    public PromotionGate {
        requireShare("floor", floor);
        requireShare("tolerance", tolerance);
    }

    /** What the gate says. */
    public sealed interface Decision {
        /** It may be activated. */
        record Promoted() implements Decision {}

        /** @param reason a sentence */
        record Refused(String reason) implements Decision {}
    }

    /**
     * What a model achieved.
     *
     * @param dataSha256 hash of training and test reviews
     * @param reviews of the test
     * @param accuracy on them, in [0, 1]
     */
    public record Tested(String dataSha256, int reviews, double accuracy) {
        public static Tested of(ModelCard card) {
            return new Tested(
                    card.data().sha256(), card.test().reviews(), card.test().accuracy());
        }

        boolean isOfSameData(Tested other) {
            return dataSha256.equals(other.dataSha256) && reviews == other.reviews;
        }
    }

    /** Of a candidate where nothing is active. */
    public Decision decide(Tested candidate) {
        return belowFloor(candidate).<Decision>map(Decision.Refused::new).orElseGet(Decision.Promoted::new);
    }

    /** @param active what the active model achieved; if that was on other data, nothing is promoted */
    public Decision decide(Tested candidate, Tested active) {
        Optional<String> reason = belowFloor(candidate);
        if (reason.isPresent()) {
            return new Decision.Refused(reason.get());
        }
        if (!candidate.isOfSameData(active)) {
            return new Decision.Refused(
                    "the active model was tested on other data, so that nobody knows which is better");
        }
        if (candidate.accuracy < active.accuracy - tolerance - ROUNDING) {
            return new Decision.Refused(String.format(
                    Locale.ROOT,
                    "its test accuracy of %.4f is more than %s below the active model's %.4f",
                    candidate.accuracy,
                    tolerance,
                    active.accuracy));
        }
        return new Decision.Promoted();
    }

    private Optional<String> belowFloor(Tested candidate) {
        // So written that NaN is below
        return candidate.accuracy >= floor - ROUNDING
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "its test accuracy of %.4f is below the floor of %s", candidate.accuracy, floor));
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], not " + value);
        }
    }
}
