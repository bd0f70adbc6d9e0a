package dev.verdict.retraining;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.retraining.RunWork.RefusedException;
import dev.verdict.review.Label;
import dev.verdict.review.LabelledRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reviews that people labelled, as the topic holds them. */
final class LabelledReviews {
    private static final Logger LOG = Logger.getLogger(LabelledReviews.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private LabelledReviews() {}

    /**
     * Those of a span of time; of several for one review the last. Records that are none are passed over and counted in the
     * log. The order depends on the topic alone, so that a run can be resumed.
     *
     * @param consumer without a group
     */
    static List<LabelledReview> read(Consumer<byte[], byte[]> consumer, String topic, Instant since, Instant until) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        seek(consumer, partitions, since, ends);
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> found = new LinkedHashMap<>();
        partitions.forEach(partition -> found.put(partition, new ArrayList<>()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                found.get(new TopicPartition(message.topic(), message.partition()))
                        .add(message);
            }
            if (System.nanoTime() > deadline) {
                throw new RefusedException("topic " + topic + " could not be read to its end");
            }
        }
        List<ConsumerRecord<byte[], byte[]>> all =
                found.values().stream().flatMap(List::stream).toList();
        return reviewsOf(all, since, until);
    }

    private static void seek(
            Consumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Instant since,
            Map<TopicPartition, Long> ends) {
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> since.toEpochMilli())));
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp start = starts.get(partition); // null: nothing is as young
            consumer.seek(partition, start == null ? ends.get(partition) : start.offset());
        }
    }

    private static List<LabelledReview> reviewsOf(
            List<ConsumerRecord<byte[], byte[]>> messages, Instant since, Instant until) {
        Map<String, LabelledReview> byId = new LinkedHashMap<>();
        int none = 0;
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            if (message.timestamp() < since.toEpochMilli() || message.timestamp() > until.toEpochMilli()) {
                continue;
            }
            var review = LabelledRecord.read(message.value());
            if (review.isEmpty()) {
                none++;
                continue;
            }
            LabelledRecord labelled = review.get();
            byId.put(
                    labelled.id(),
                    new LabelledReview(labelled.id(), labelled.text(), labelled.label() == Label.POSITIVE));
        }
        if (none > 0) {
            LOG.warnf("%d of %d labelled records are no labelled reviews and were passed over", none, messages.size());
        }
        return List.copyOf(byId.values());
    }
}
