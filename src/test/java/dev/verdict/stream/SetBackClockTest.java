package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SetBackClockTest {
    private final SetBackClock clock = new SetBackClock();

    @Test
    void shouldNotBeSetBackWhenTimeGoesOn() {
        assertThat(clock.isSetBack(5_000)).isFalse();
        assertThat(clock.isSetBack(5_000)).isFalse();
        assertThat(clock.isSetBack(9_000)).isFalse();
    }

    @Test
    void shouldBeSetBackWhenTimeIsMoreThanASecondEarlier() {
        // Given
        clock.isSetBack(9_000);

        // Then
        assertThat(clock.isSetBack(8_001)).isFalse();
        assertThat(clock.isSetBack(8_000)).isFalse();
        assertThat(clock.isSetBack(7_999)).isTrue();
    }

    @Test
    void shouldNoLongerBeSetBackWhenTimeHasCaughtUp() {
        // Given
        clock.isSetBack(9_000);
        clock.isSetBack(1_000);

        // Then
        assertThat(clock.isSetBack(9_000)).isFalse();
    }
}
