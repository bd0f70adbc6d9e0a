package dev.verdict.rollup;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Looks into the stores of this instance: into those that it counts in, and where it does not, into the copies that it keeps.
 * Thread-safe.
 */
final class LocalRollups {
    private final KafkaStreams streams;
    private final RollupSettings settings;

    LocalRollups(KafkaStreams streams, RollupSettings settings) {
        this.streams = streams;
        this.settings = settings;
    }

    /** How many this instance counts. */
    long subjects() {
        try {
            return streams.store(StoreQueryParameters.fromNameAndType(RollupStores.ALL_TIME, allTimeType()))
                    .approximateNumEntries();
        } catch (StreamsException | IllegalStateException _) {
            return 0; // it has none at the moment
        }
    }

    /**
     * A subject's windows that begin between the two moments, both inclusive.
     *
     * @throws RollupsUnavailableException if this instance has not that partition
     */
    HeldHistory history(String subject, RollupWindow window, int partition, Instant from, Instant to) {
        try {
            return open(partition, window).history(subject, from, to);
        } catch (StreamsException | IllegalStateException e) {
            throw notHere(partition, e);
        }
    }

    /** @throws RollupsUnavailableException if this instance has not one of the partitions */
    HeldSubjects subjects(SubjectQuery query, RollupWindow window, Collection<Integer> partitions) {
        var found = new ArrayList<HeldSubject>();
        Long behind = null;
        for (int partition : partitions) {
            try {
                PartitionView view = open(partition, window);
                found.addAll(view.subjects(query, window, settings.minimum()));
                if (view.behind() != null) {
                    behind = (behind == null ? 0 : behind) + view.behind();
                }
            } catch (StreamsException | IllegalStateException e) {
                throw notHere(partition, e);
            }
        }
        return new HeldSubjects(PartitionView.first(found, query.limit() + 1), List.copyOf(partitions), behind);
    }

    private PartitionView open(int partition, RollupWindow window) {
        try {
            return open(partition, window, false, null);
        } catch (StreamsException _) {
            // It is being restored, or a copy. How far it is must be asked of the brokers.
            Map<String, Map<Integer, LagInfo>> lags = streams.allLocalStorePartitionLags();
            long behind = lag(lags, RollupStores.ALL_TIME, partition) + lag(lags, RollupStores.of(window), partition);
            return open(partition, window, true, behind);
        }
    }

    private PartitionView open(int partition, RollupWindow window, boolean isStale, Long behind) {
        var view = new PartitionView(
                store(RollupStores.ALL_TIME, allTimeType(), partition, isStale),
                store(RollupStores.of(window), QueryableStoreTypes.windowStore(), partition, isStale),
                behind);
        view.allTime().approximateNumEntries(); // whether there is such a store shows only when it is used
        return view;
    }

    private static long lag(Map<String, Map<Integer, LagInfo>> lags, String store, int partition) {
        LagInfo lag = lags.getOrDefault(store, Map.of()).get(partition);
        if (lag == null) {
            throw new RollupsUnavailableException("this instance has no copy of partition " + partition);
        }
        return lag.offsetLag();
    }

    private <T> T store(String name, QueryableStoreType<T> type, int partition, boolean isStale) {
        StoreQueryParameters<T> query =
                StoreQueryParameters.fromNameAndType(name, type).withPartition(partition);
        return streams.store(isStale ? query.enableStaleStores() : query);
    }

    private static QueryableStoreType<ReadOnlyKeyValueStore<String, Rollup>> allTimeType() {
        return QueryableStoreTypes.keyValueStore();
    }

    private static RollupsUnavailableException notHere(int partition, RuntimeException cause) {
        return new RollupsUnavailableException(
                "this instance does not have partition " + partition + " now: " + cause.getMessage(), cause);
    }
}
