package dev.verdict.registry;

/**
 * How a model's verdicts differ from the active one's.
 *
 * @param version of the model that scores alongside
 * @param compared reviews that both have scored
 * @param agreed those of them with the same label
 * @param difference sum of its probability less the active one's
 * @param distance sum of the absolute differences
 * @param dropped sampled reviews that were not scored because it could not keep up
 * @param failed reviews that it failed on
 */
public record ShadowFigures(
        String version, long compared, long agreed, double difference, double distance, long dropped, long failed) {

    /** Share of the same labels, in [0, 1]; NaN if nothing was compared. */
    public double agreement() {
        return (double) agreed / compared;
    }

    /** Mean of its probability less the active one's; NaN if nothing was compared. */
    public double meanDifference() {
        return difference / compared;
    }

    /** NaN if nothing was compared. */
    public double meanDistance() {
        return distance / compared;
    }

    /** Both together, of one version. */
    public ShadowFigures plus(ShadowFigures other) {
        return new ShadowFigures(
                version,
                compared + other.compared,
                agreed + other.agreed,
                difference + other.difference,
                distance + other.distance,
                dropped + other.dropped,
                failed + other.failed);
    }
}
