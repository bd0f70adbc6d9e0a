package dev.verdict.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.live.FeedEvent.Came;
import dev.verdict.live.FeedEvent.Gap;
import dev.verdict.live.FeedEvent.Heartbeat;
import dev.verdict.live.FeedEvent.Skipped;
import dev.verdict.live.SentimentFeed.TooManyListenersException;
import dev.verdict.review.Label;
import dev.verdict.review.Sentiment;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

class SentimentFeedTest {
    private static final Instant TIME = Instant.parse("2026-11-24T12:00:00Z");
    private static final Interest ALL = new Interest(Optional.empty(), Optional.empty(), 0);
    private static final int CAPACITY = 3;

    private long nanos;
    private final SentimentFeed feed = new SentimentFeed(CAPACITY, 2, () -> nanos);

    @Test
    void shouldTellAllListenersInOrderWhenSentimentsCome() {
        // Given
        var first = new Browser();
        var second = new Browser();
        listen(first, ALL);
        listen(second, ALL);

        // When
        publish(0, 10, "Ikiru", Label.POSITIVE);
        publish(1, 4, "Ran", Label.NEGATIVE);

        // Then
        assertThat(first.ids()).containsExactly("0-10", "0-10.1-4");
        assertThat(second.events).isEqualTo(first.events);
        assertThat(first.events.getFirst().json())
                .isEqualTo("{\"id\":\"r-10\",\"subject\":\"Ikiru\",\"label\":\"POSITIVE\",\"probability\":0.9,"
                        + "\"tokens\":3,\"knownTokens\":2,\"truncated\":false,\"model\":\"m\","
                        + "\"time\":\"2026-11-24T12:00:00Z\"}");
    }

    @Test
    void shouldTellOnlyWhatIsWantedWhenListenerHasAnInterest() {
        // Given
        var subject = new Browser();
        var label = new Browser();
        listen(subject, new Interest(Optional.of("Ran"), Optional.empty(), 0));
        listen(label, new Interest(Optional.empty(), Optional.of(Label.POSITIVE), 0));

        // When
        publish(0, 1, "Ikiru", Label.POSITIVE);
        publish(0, 2, "Ran", Label.NEGATIVE);

        // Then
        assertThat(subject.ids()).containsExactly("0-2");
        assertThat(label.ids()).containsExactly("0-1");
    }

    @Test
    void shouldDropTheOldestAndCountThemWhenListenerIsSlow() {
        // Given
        var slow = new Browser(0);
        var fast = new Browser();
        listen(slow, ALL);
        listen(fast, ALL);

        // When
        for (int offset = 0; offset < 10; offset++) {
            publish(0, offset, "", Label.POSITIVE);
        }
        nanos += Duration.ofSeconds(1).toNanos();
        slow.request(100);

        // Then
        assertThat(slow.events.getFirst()).isEqualTo(new Skipped(10 - CAPACITY));
        assertThat(slow.ids()).containsExactly("0-7", "0-8", "0-9");
        assertThat(fast.ids()).hasSize(10);
    }

    @Test
    void shouldNeverTellMoreThanWasRequested() {
        // Given
        var browser = new Browser(2);
        listen(browser, ALL);

        // When
        for (int offset = 0; offset < 3; offset++) {
            publish(0, offset, "", Label.POSITIVE);
        }

        // Then
        assertThat(browser.ids()).containsExactly("0-0", "0-1");
        browser.request(1);
        assertThat(browser.ids()).containsExactly("0-0", "0-1", "0-2");
    }

    @Test
    void shouldTellSoManyASecondAndCountTheRestWhenListenerWantsFewer() {
        // Given
        var browser = new Browser();
        listen(browser, new Interest(Optional.empty(), Optional.empty(), 10));

        // When
        for (int offset = 0; offset < 1000; offset++) {
            publish(0, offset, "", Label.POSITIVE);
            nanos += Duration.ofMillis(1).toNanos();
        }
        nanos += Duration.ofSeconds(1).toNanos();
        feed.heartbeat(TIME);

        // Then
        assertThat(browser.ids()).hasSize(10);
        assertThat(browser.skipped()).isEqualTo(990);
    }

    @Test
    void shouldTellTheTrueRateWhenHeartBeats() {
        // Given
        var browser = new Browser();
        listen(browser, new Interest(Optional.of("none"), Optional.empty(), 0));
        publish(0, 1, "", Label.POSITIVE);
        publish(0, 2, "", Label.POSITIVE);
        publish(0, 3, "", Label.POSITIVE);
        nanos += Duration.ofSeconds(2).toNanos();

        // When
        feed.heartbeat(TIME);

        // Then
        assertThat(browser.events)
                .containsExactly(new Heartbeat("0-3", "{\"time\":\"2026-11-24T12:00:00Z\",\"rate\":1.5}"));
    }

    @Test
    void shouldGoOnWhereItStoppedWhenListenerComesBack() {
        // Given
        publish(0, 1, "", Label.POSITIVE);
        publish(1, 1, "", Label.POSITIVE);
        publish(0, 5, "", Label.POSITIVE);
        var browser = new Browser();

        // When
        listen(browser, "0-1.1-1");
        publish(1, 2, "", Label.POSITIVE);

        // Then
        assertThat(browser.ids()).containsExactly("0-5.1-1", "0-5.1-2");
        assertThat(browser.events).hasSize(2);
    }

    @Test
    void shouldSayThatSomethingIsMissingWhenListenerComesBackTooLate() {
        // Given
        for (int offset = 1; offset <= CAPACITY + 2; offset++) {
            publish(0, offset, "", Label.POSITIVE);
        }
        var late = new Browser();
        var inTime = new Browser();

        // When
        listen(late, "0-1");
        listen(inTime, "0-2");

        // Then
        assertThat(late.events.getFirst()).isEqualTo(new Gap());
        assertThat(late.ids()).containsExactly("0-3", "0-4", "0-5");
        assertThat(inTime.events).hasSize(CAPACITY);
        assertThat(inTime.ids()).containsExactly("0-3", "0-4", "0-5");
    }

    @Test
    void shouldBeginWithTheLatestThatMatchWhenTheyAreWanted() {
        // Given
        publish(0, 1, "a", Label.POSITIVE);
        publish(0, 2, "b", Label.POSITIVE);
        publish(0, 3, "a", Label.POSITIVE);
        var browser = new Browser();

        // When
        feed.listen(new Interest(Optional.of("a"), Optional.empty(), 0), Optional.empty(), 1, Runnable::run)
                .subscribe(browser);

        // Then
        assertThat(browser.ids()).containsExactly("0-3");
    }

    @Test
    void shouldForgetListenerWhenItLeavesAndTakeNoMoreThanAllowed() {
        // Given
        var first = new Browser();
        listen(first, ALL);
        listen(new Browser(), ALL);
        var third = new Browser();

        // When
        listen(third, ALL);
        first.subscription.cancel();
        publish(0, 1, "", Label.POSITIVE);

        // Then
        assertThat(third.failure).isInstanceOf(TooManyListenersException.class);
        assertThat(first.events).isEmpty();
        assertThat(feed.listeners()).isEqualTo(1);
    }

    @Test
    void shouldNotWaitForListenerWhoseConnectionHangs() throws InterruptedException {
        // Given
        var mayGoOn = new CountDownLatch(1);
        var told = new CountDownLatch(CAPACITY);
        try (var connection = Executors.newSingleThreadExecutor()) {
            var browser = new Browser() {
                @Override
                public void onNext(FeedEvent event) {
                    try {
                        mayGoOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    told.countDown();
                }
            };
            feed.listen(ALL, Optional.empty(), 0, connection).subscribe(browser);

            // When
            for (int offset = 0; offset < 1000; offset++) {
                publish(0, offset, "", Label.POSITIVE);
            }

            // Then
            assertThat(told.getCount()).isEqualTo(CAPACITY);
            mayGoOn.countDown();
            told.await();
        }
    }

    private void listen(Browser browser, Interest interest) {
        feed.listen(interest, Optional.empty(), 0, Runnable::run).subscribe(browser);
    }

    private void listen(Browser browser, String lastEventId) {
        feed.listen(ALL, FeedPosition.parse(lastEventId), 0, Runnable::run).subscribe(browser);
    }

    private void publish(int partition, long offset, String subject, Label label) {
        feed.publish(partition, offset, TIME, new Sentiment("r-" + offset, subject, label, 0.9, 3, 2, false, "m"));
    }

    /** Keeps what it is told. */
    private static class Browser implements Subscriber<FeedEvent> {
        final List<FeedEvent> events = new ArrayList<>();
        private final long atFirst;
        Subscription subscription;
        Throwable failure;

        Browser() {
            this(Long.MAX_VALUE);
        }

        Browser(long atFirst) {
            this.atFirst = atFirst;
        }

        void request(long n) {
            subscription.request(n);
        }

        List<String> ids() {
            return events.stream()
                    .filter(Came.class::isInstance)
                    .map(event -> ((Came) event).id())
                    .toList();
        }

        long skipped() {
            return events.stream()
                    .filter(Skipped.class::isInstance)
                    .mapToLong(event -> ((Skipped) event).count())
                    .sum();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
            if (atFirst > 0) {
                subscription.request(atFirst);
            }
        }

        @Override
        public void onNext(FeedEvent event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public void onComplete() {}
    }
}
