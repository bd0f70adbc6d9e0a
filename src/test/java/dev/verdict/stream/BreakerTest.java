package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A window of 100, a limit of one half, batches of 10, and no opening before 20 records. */
class BreakerTest {
    private static final int BATCH = 10;

    private final AtomicInteger openings = new AtomicInteger();
    private final Breaker breaker = breaker(Map.of());

    private Breaker breaker(Map<String, String> settings) {
        var all = new HashMap<>(Map.of(
                "verdict.stream.breaker.window", "100",
                "verdict.stream.breaker.minimum", "20"));
        all.putAll(settings);
        var made = new Breaker(TestConfigs.of(StreamConfig.class, all).breaker(), BATCH);
        made.onOpen(openings::incrementAndGet);
        return made;
    }

    @Test
    void shouldStayClosedWhenFewerThanMinimumHaveCome() {
        assertThat(breaker.admits(19, 19, 0)).isTrue();
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void shouldOpenInsteadOfWritingWhenMinimumIsReached() {
        // Given
        breaker.admits(19, 19, 0);

        // When
        boolean admitted = breaker.admits(1, 1, 0);

        // Then
        assertThat(admitted).isFalse();
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(openings).hasValue(1);
        assertThat(breaker.admits(BATCH, 0, 0)).isFalse();
    }

    @Test
    void shouldAdmitHalfOfWindowAndNoMoreWhenStreamTurnsBad() {
        // Given
        for (int i = 0; i < 50; i++) {
            breaker.admits(BATCH, 0, 0);
        }

        // When
        int written = 0;
        while (breaker.admits(1, 1, 1)) {
            written++;
        }

        // Then
        assertThat(written).isEqualTo(50);
    }

    @Test
    void shouldStayClosedWhenShareIsExactlyTheLimit() {
        for (int i = 0; i < 50; i++) {
            assertThat(breaker.admits(BATCH, BATCH / 2, 0)).isTrue();
        }
    }

    @Test
    void shouldJudgeWholeBatchWhenItIsLargerThanWindow() {
        assertThat(breaker.admits(300, 151, 0)).isFalse();
        breaker.close();
        assertThat(breaker.admits(300, 150, 0)).isTrue();
    }

    @Test
    void shouldForgetRecordsWhenTheyLeaveTheWindow() {
        // Given
        breaker.admits(10, 10, 0);
        breaker.admits(90, 0, 0);
        breaker.admits(90, 0, 0);

        // When
        boolean admitted = breaker.admits(50, 50, 0);

        // Then
        assertThat(admitted).isTrue();
        assertThat(breaker.admits(1, 1, 0)).isFalse();
    }

    @Test
    void shouldNeverOpenWhenShareIsOne() {
        Breaker off = breaker(Map.of("verdict.stream.breaker.share", "1"));
        for (int i = 0; i < 50; i++) {
            assertThat(off.admits(BATCH, BATCH, BATCH)).isTrue();
        }
    }

    @Test
    void shouldCloseWhenTrialIsGood() {
        // Given
        open();

        // When
        breaker.tryAgain();

        // Then
        assertThat(breaker.admits(2, 1, 1)).isTrue();
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void shouldOpenAgainAndWriteNothingWhenScoringStillFails() {
        // Given
        open();

        // When
        breaker.tryAgain();

        // Then
        assertThat(breaker.admits(BATCH, BATCH, 1)).isFalse();
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(openings).hasValue(2);
    }

    @Test
    void shouldWriteOneBatchATrialWhenRecordsCannotBeRead() {
        // Given
        open();

        // When
        breaker.tryAgain();

        // Then
        assertThat(breaker.admits(BATCH, BATCH, 0)).isTrue();
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(breaker.admits(BATCH, BATCH, 0)).isFalse();
    }

    @Test
    void shouldWaitForFullBatchWhenTrialIsBadAndSmall() {
        // Given
        open();
        breaker.tryAgain();

        // When
        boolean small = breaker.admits(BATCH - 1, BATCH - 1, 1);

        // Then
        assertThat(small).isFalse();
        assertThat(breaker.state()).isEqualTo(Breaker.State.HALF_OPEN);
        assertThat(openings).hasValue(1);
    }

    @Test
    void shouldStartAnewWhenClosedByHand() {
        // Given
        open();

        // When
        breaker.close();

        // Then
        assertThat(breaker.admits(19, 19, 19)).isTrue();
        assertThat(breaker.admits(1, 1, 1)).isFalse();
    }

    private void open() {
        assertThat(breaker.admits(20, 20, 20)).isFalse();
    }
}
