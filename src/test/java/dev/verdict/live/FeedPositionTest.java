package dev.verdict.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.TreeMap;

class FeedPositionTest {
    @ParameterizedTest
    @ValueSource(strings = {"0-0", "0-17.3-4", "12-999999999999999999"})
    void shouldBeTheSameWhenItIsReadBack(String text) {
        assertThat(FeedPosition.parse(text)).map(FeedPosition::toString).hasValue(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0-", "-1", "0-1.", "0-1,1-2", "0-1x", "a-1", "0-9999999999999999999", "<b>"})
    void shouldBeNothingWhenTextIsNoPosition(String text) {
        assertThat(FeedPosition.parse(text)).isEmpty();
    }

    @Test
    void shouldTellWhatWasReadWhenPartitionsMoveOn() {
        // When
        FeedPosition position =
                new FeedPosition(new TreeMap<>(Map.of(0, 5L))).with(1, 7).with(0, 6);

        // Then
        assertThat(position).hasToString("0-6.1-7");
        assertThat(position.isPast(0, 6)).isTrue();
        assertThat(position.isPast(0, 7)).isFalse();
        assertThat(position.isPast(2, 0)).isFalse();
    }
}
