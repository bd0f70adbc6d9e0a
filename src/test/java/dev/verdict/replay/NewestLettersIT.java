package dev.verdict.replay;

import static dev.verdict.replay.DeadLetters.headers;
import static dev.verdict.replay.DeadLetters.letter;
import static dev.verdict.replay.DeadLetters.timestamp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.review.RejectionReason;
import dev.verdict.stream.DeadLetterHeaders;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Looking for dead letters on a real topic. */
class NewestLettersIT {
    private static final String NOT_JSON = RejectionReason.NOT_JSON.name();
    private static final String FAILED = RejectionReason.SCORING_FAILED.name();

    private EmbeddedKafka kafka;
    private DeadLetters letters;

    @BeforeEach
    void startBroker() throws Exception {
        kafka = EmbeddedKafka.start();
        letters = new DeadLetters(kafka.bootstrapServers());
        letters.createTopics();
    }

    @AfterEach
    void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldFindTheNewestAndARareReasonFarBack() {
        // Given: several windows in each partition
        letters.send(IntStream.range(0, 4_000)
                .mapToObj(i -> letter(i, headers(i, i == 2 ? FAILED : NOT_JSON)))
                .toList());

        // When
        NewestLetters.Page newest = letters.newest(Optional.empty(), 10);
        NewestLetters.Page rare = letters.newest(Optional.of(RejectionReason.SCORING_FAILED), 10);

        // Then
        assertThat(newest.letters())
                .extracting(StoredLetter::text)
                .containsExactlyElementsOf(IntStream.range(0, 10)
                        .mapToObj(i -> Integer.toString(3_999 - i))
                        .toList());
        assertThat(newest.isComplete()).isFalse();
        assertThat(rare.letters()).extracting(StoredLetter::key).containsExactly("key-2");
        assertThat(rare.letters().getFirst().timestamp()).isEqualTo(Instant.ofEpochMilli(timestamp(2)));
        assertThat(rare.isComplete()).isTrue();
    }

    @Test
    void shouldTellWhatWasKeptAndWhatWasPutBack() {
        // Given
        letters.send(List.of(
                letter(1, headers(1, NOT_JSON)),
                letter(2, new RecordHeaders()),
                new ProducerRecord<>(
                        "reviews.dead",
                        0,
                        timestamp(3),
                        null,
                        "beginning".getBytes(UTF_8),
                        headers(3, FAILED).add(DeadLetterHeaders.TRUNCATED_BYTES, "9000000".getBytes(UTF_8)))));
        letters.replay(new ReplayRequest(Optional.empty(), Optional.empty(), OptionalLong.empty(), false));

        // When
        List<StoredLetter> found = letters.newest(Optional.empty(), 10).letters();

        // Then
        assertThat(found).hasSize(2);
        assertThat(found.getFirst().key()).isEmpty();
        assertThat(found.getFirst().sizeBytes()).isEqualTo(9_000_000);
        assertThat(found.getFirst().isWhole()).isFalse();
        assertThat(found.getFirst().isReplayed()).isFalse();
        assertThat(found.getLast().isWhole()).isTrue();
        assertThat(found.getLast().isReplayed()).isTrue();
    }

    @Test
    void shouldSaySoWhenThereIsNoTopic() throws Exception {
        // Given
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteTopics(List.of("reviews.dead")).all().get();
            await().until(() -> !admin.listTopics().names().get().contains("reviews.dead"));
        }

        // Then
        assertThatThrownBy(() -> letters.newest(Optional.empty(), 1))
                .isInstanceOf(ReplayException.class)
                .hasMessage("there is no topic reviews.dead");
    }
}
