package dev.verdict.stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Ends the transactions that instances left open when they were killed. Until they end, whoever reads committed records waits
 * at the first record of such a transaction, and whoever takes the partitions over waits for their offsets. The broker
 * would end them itself, but only when their timeout is over and it next looks for such. Works whenever the group rebalances,
 * as it does when it has lost a member; thread-safe.
 *
 * <p>Kafka Streams names a transactional id after the process and the thread, and a member's client after the same process: an
 * id of a process that is no member any more is abandoned. Where members have client ids of another form, which a setting
 * can give them, nothing is ended.
 */
public final class AbandonedTransactions implements KafkaStreams.StateListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AbandonedTransactions.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final String PROCESS = "-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";

    private final Map<String, Object> adminConfig;
    private final String applicationId;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("abandoned-transactions").factory());
    private ScheduledFuture<?> repeated;

    /** @param kafka settings of a client */
    public AbandonedTransactions(Map<String, Object> kafka, String applicationId) {
        this.adminConfig = new HashMap<>(kafka);
        adminConfig.keySet().retainAll(AdminClientConfig.configNames());
        adminConfig.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        adminConfig.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        this.applicationId = applicationId;
    }

    /** Looks repeatedly while the group rebalances, as it may be the transactions that keep it from ending that. */
    @Override
    public synchronized void onChange(State now, State before) {
        if (repeated != null) {
            repeated.cancel(false);
            repeated = null;
        }
        if (worker.isShutdown()) {
            return;
        }
        if (now == State.REBALANCING) {
            repeated = worker.scheduleWithFixedDelay(this::end, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } else if (now == State.RUNNING) {
            worker.execute(this::end);
        }
    }

    @Override
    public synchronized void close() {
        worker.shutdownNow();
    }

    private void end() {
        try (Admin admin = Admin.create(adminConfig)) {
            var options = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
            List<String> open = admin.listTransactions(options).all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .filter(id -> id.startsWith(applicationId))
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            // Asked after the transactions, so that whoever has begun one since is known as a member.
            List<String> members =
                    admin
                            .describeConsumerGroups(List.of(applicationId))
                            .all()
                            .get()
                            .get(applicationId)
                            .members()
                            .stream()
                            .map(member -> member.clientId())
                            .toList();
            List<String> abandoned = abandoned(applicationId, members, open);
            if (!abandoned.isEmpty()) {
                admin.fenceProducers(abandoned).all().get();
                LOG.infof("Ended transactions of instances that are gone: %s", String.join(", ", abandoned));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | KafkaException e) {
            LOG.debugf(e, "Transactions of instances that are gone are left to the broker's timeout");
        }
    }

    /**
     * Those transactional ids that belong to a process of that application without a member in its group.
     *
     * @param members client ids of all members
     */
    static List<String> abandoned(
            String applicationId, Collection<String> members, Collection<String> transactionalIds) {
        Pattern member = Pattern.compile(Pattern.quote(applicationId) + PROCESS + "-StreamThread-\\d+-consumer");
        Pattern transaction = Pattern.compile(Pattern.quote(applicationId) + PROCESS + "-\\d+");
        List<Matcher> known = members.stream().map(member::matcher).toList();
        if (!known.stream().allMatch(Matcher::matches)) {
            return List.of();
        }
        Set<String> alive = known.stream().map(matcher -> matcher.group(1)).collect(Collectors.toSet());
        return transactionalIds.stream()
                .filter(id -> {
                    Matcher matcher = transaction.matcher(id);
                    return matcher.matches() && !alive.contains(matcher.group(1));
                })
                .toList();
    }
}
