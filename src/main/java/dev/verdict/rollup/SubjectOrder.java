package dev.verdict.rollup;

/** By what subjects are listed; the first are those with the least {@link #rank}. */
public enum SubjectOrder {
    /** Most reviews over all time first. */
    REVIEWED,
    /** Greatest rise of the mean probability first, and no others than those that rose. */
    IMPROVED,
    /** Greatest fall first, and no others than those that fell. */
    WORSENED;

    /** @param change of the mean probability, null if it is not known */
    double rank(Rollup total, Double change) {
        return switch (this) {
            case REVIEWED -> -total.count();
            case IMPROVED -> -change;
            case WORSENED -> change;
        };
    }

    boolean lists(Double change) {
        return switch (this) {
            case REVIEWED -> true;
            case IMPROVED -> change != null && change > 0;
            case WORSENED -> change != null && change < 0;
        };
    }
}
