package dev.verdict.rollup;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which instances have which partition of subjects: first the one that counts in it, then those with a copy. */
final class Holders {
    private final KafkaStreams streams;

    Holders(KafkaStreams streams) {
        this.streams = streams;
    }

    /** A partition and who has it. */
    record Holding(int partition, List<HostInfo> hosts) {}

    /** @throws RollupsUnavailableException while that is not known */
    Holding of(String subject) {
        try {
            KeyQueryMetadata found =
                    streams.queryMetadataForKey(RollupStores.ALL_TIME, subject, new StringSerializer());
            if (found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                throw notKnown(null);
            }
            var hosts = new ArrayList<HostInfo>();
            hosts.add(found.activeHost());
            hosts.addAll(found.standbyHosts());
            hosts.removeIf(host -> host.equals(HostInfo.unavailable()));
            return new Holding(found.partition(), hosts);
        } catch (StreamsException | IllegalStateException e) {
            throw notKnown(e);
        }
    }

    /**
     * Partition -> who has it.
     *
     * @throws RollupsUnavailableException while that is not known
     */
    Map<Integer, List<HostInfo>> all() {
        try {
            var holders = new TreeMap<Integer, List<HostInfo>>();
            var instances = streams.metadataForAllStreamsClients();
            for (StreamsMetadata instance : instances) {
                add(holders, instance.topicPartitions(), instance.hostInfo());
            }
            for (StreamsMetadata instance : instances) {
                add(holders, instance.standbyTopicPartitions(), instance.hostInfo());
            }
            if (holders.isEmpty()) {
                throw notKnown(null);
            }
            return holders;
        } catch (StreamsException | IllegalStateException e) {
            throw notKnown(e);
        }
    }

    private static void add(Map<Integer, List<HostInfo>> holders, Set<TopicPartition> partitions, HostInfo host) {
        partitions.stream()
                .filter(partition -> partition.topic().endsWith("-" + RollupTopology.SUBJECTS + "-repartition"))
                .forEach(partition -> holders.computeIfAbsent(partition.partition(), _ -> new ArrayList<>())
                        .add(host));
    }

    private static RollupsUnavailableException notKnown(Throwable cause) {
        return new RollupsUnavailableException(
                "it is not known yet which instance counts what: the rollups are starting or move between instances",
                cause);
    }
}
