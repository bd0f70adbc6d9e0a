package dev.verdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
    @Test
    void shouldEscapeWhatMarkupIsMadeOf() {
        assertThat(Html.escape("<script>alert('a' & \"b\")</script>"))
                .isEqualTo("&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)&lt;/script&gt;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Plain words.", "Größe, été, 映画", "مراجعة فيلم", "😀", "👨\u200d👩\u200d👧", "می\u200cخواهم"})
    void shouldKeepTextOfAnyScript(String text) {
        assertThat(Html.escape(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00,
                0x08,
                0x1b,
                0x7f,
                0x9b, // controls
                0x200e,
                0x200f,
                0x202a,
                0x202e,
                0x2066,
                0x2069,
                0x061c, // direction
                0x200b,
                0xfeff,
                0xad,
                0xe0041, // invisible
                0xd800,
                0xdfff,
                0xfffe,
                0x1ffff,
                0xfdd0 // no characters at all
            })
    void shouldReplaceWhatCannotBeSeen(int character) {
        assertThat(Html.escape("a" + Character.toString(character) + "b")).isEqualTo("a\ufffdb");
    }

    @ParameterizedTest
    @ValueSource(ints = {'\n', '\r', '\t', 0x0b, 0x1c, 0x2028, 0x2029})
    void shouldMakeWhiteSpaceASpace(int character) {
        assertThat(Html.escape("a" + Character.toString(character) + "b")).isEqualTo("a b");
    }
}
