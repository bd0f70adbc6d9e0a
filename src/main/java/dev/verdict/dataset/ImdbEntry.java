package dev.verdict.dataset;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A review's place in aclImdb, {@code {train,test}/{pos,neg}/<number>_<rating>.txt}.
 *
 * @param name of the file, without {@code .txt}
 */
record ImdbEntry(Half half, boolean positive, String name) {
    private static final Pattern PLACE = Pattern.compile("(?:.*/)?(train|test)/(pos|neg)/(\\d+_\\d+)\\.txt");

    /** @return empty for all that is not a labelled review: READMEs, unlabelled reviews, names with {@code ..} */
    static Optional<ImdbEntry> of(String path) {
        var place = PLACE.matcher(path);
        if (!place.matches() || ("/" + path).contains("/../")) {
            return Optional.empty();
        }
        return Half.named(place.group(1))
                .map(half -> new ImdbEntry(half, place.group(2).equals("pos"), place.group(3)));
    }

    /** As in {@code train/pos/0_9}. */
    String id() {
        return half.folder() + "/" + (positive ? "pos" : "neg") + "/" + name;
    }
}
