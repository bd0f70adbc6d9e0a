package dev.verdict.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        FeedPosition start = FeedPosition.START.with(1, 5);
        FeedPosition position = start.with(3, 7).with(0, 2).with(1, 6);

        // Then
        assertThat(position).hasToString("0-2.1-6.3-7");
        assertThat(position.isPast(1, 6)).isTrue();
        assertThat(position.isPast(1, 7)).isFalse();
        assertThat(position.isPast(2, 0)).isFalse();
        assertThat(position.isPast(2, -1)).isTrue(); // what is before the first record
        assertThat(start).hasToString("1-5");
    }
}
