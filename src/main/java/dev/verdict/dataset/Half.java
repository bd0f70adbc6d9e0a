package dev.verdict.dataset;

import java.util.Locale;
import java.util.Optional;

/** The two halves of a data set, by the names that aclImdb gives its folders. */
enum Half {
    TRAIN,
    TEST;

    /** @return empty if the name is neither {@code train} nor {@code test}, in whatever case */
    static Optional<Half> named(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "train" -> Optional.of(TRAIN);
            case "test" -> Optional.of(TEST);
            default -> Optional.empty();
        };
    }

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
