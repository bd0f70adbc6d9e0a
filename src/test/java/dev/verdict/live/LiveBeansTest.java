package dev.verdict.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class LiveBeansTest {
    private static final String SENTIMENT = """
            {"id":"1","subject":"Alien","label":"POSITIVE","probability":0.75,"tokens":3,"knownTokens":3,"truncated":false,"model":"m"}""";

    private final SentimentFeed feed = new SentimentFeed(10, 10, System::nanoTime);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "null", "{}", "[]", "7", "{\"label\":\"GOOD\"}", "<b>"})
    void shouldPassOverRecordThatIsNoSentimentAndTellTheNext(String other) {
        var bean = new LiveBeans(feed);

        bean.read(records(other, SENTIMENT));

        assertThat(feed.totals()).isEqualTo(new SentimentFeed.Totals(1, 1, 0.75));
    }

    private static ConsumerRecords<byte[], byte[]> records(String first, String second) {
        var partition = new TopicPartition("sentiments", 0);
        return new ConsumerRecords<>(Map.of(partition, List.of(record(0, first), record(1, second))), Map.of());
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String value) {
        return new ConsumerRecord<>("sentiments", 0, offset, null, value == null ? null : value.getBytes(UTF_8));
    }
}
