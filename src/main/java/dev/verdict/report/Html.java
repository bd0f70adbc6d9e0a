package dev.verdict.report;

import java.util.Locale;

/** Writes texts and numbers so that they can stand in a page. */
final class Html {
    private static final char REPLACEMENT = '\ufffd';

    private Html() {}

    /**
     * Text that can stand between tags and in a quoted attribute, in HTML as in XML. White space of any kind becomes a
     * space. What could not be seen but turn the text around it (controls, marks of direction, tags, halves of
     * surrogate pairs) becomes U+FFFD; the joiners that some scripts and emoji need stay.
     */
    static String escape(String text) {
        var html = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.appendCodePoint(visible(character));
            }
        });
        return html.toString();
    }

    /** Four decimals, or a word where there is no number. */
    static String figure(double value) {
        return Double.isFinite(value) ? format("%.4f", value) : "undefined";
    }

    /** As {@link String#format}, the same wherever it runs. Nothing is escaped. */
    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static int visible(int character) {
        if (Character.isWhitespace(character)) {
            return ' ';
        }
        boolean isNoncharacter = (character & 0xfffe) == 0xfffe || character >= 0xfdd0 && character <= 0xfdef;
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE -> REPLACEMENT;
            case Character.FORMAT -> isJoiner(character) ? character : REPLACEMENT;
            default -> isNoncharacter ? REPLACEMENT : character;
        };
    }

    private static boolean isJoiner(int character) {
        return character == 0x200c || character == 0x200d;
    }
}
