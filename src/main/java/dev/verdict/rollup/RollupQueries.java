package dev.verdict.rollup;

import dev.verdict.rollup.Holders.Holding;
import dev.verdict.rollup.RollupStream.Running;
import org.apache.kafka.streams.state.HostInfo;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Answers for any subject: out of this instance's stores, or by asking the instance that holds it, and when that one cannot
 * answer, one that has a copy. Thread-safe.
 */
@ApplicationScoped
public class RollupQueries {
    private final RollupStream stream;
    private final InstantSource clock = InstantSource.system();

    RollupQueries(RollupStream stream) {
        this.stream = stream;
    }

    /** Names of the sizes of windows that are counted, the first of which is the default. */
    public List<String> windows() {
        return stream.settings().windows().stream().map(RollupWindow::name).toList();
    }

    /**
     * A subject's windows.
     *
     * @param window one of {@link #windows}
     * @param from if empty, all that are kept
     * @param to if empty, now
     * @return empty if nothing was counted of that subject
     * @throws RollupsUnavailableException if nobody who holds it answers
     */
    public Optional<SubjectHistory> history(
            String subject, String window, Optional<Instant> from, Optional<Instant> to) {
        Running running = stream.running();
        RollupWindow size = window(window);
        Instant last = to.orElseGet(clock::instant);
        Instant first = size.startOf(from.orElseGet(() -> last.minus(size.retention())));
        Holding holding = new Holders(running.streams()).of(subject);
        var reasons = new ArrayList<String>();
        for (HostInfo host : holding.hosts()) {
            try {
                HeldHistory held = host.equals(running.self().host())
                        ? running.local().history(subject, size, holding.partition(), first, last)
                        : running.peers().history(host, subject, size, holding.partition(), first, last);
                return held.total().count() == 0
                        ? Optional.empty()
                        : Optional.of(told(subject, size, first, last, held));
            } catch (RollupsUnavailableException e) {
                reasons.add(e.getMessage());
            }
        }
        throw new RollupsUnavailableException("nobody tells this subject now: "
                + (reasons.isEmpty() ? "no instance holds it" : String.join("; ", reasons)));
    }

    /**
     * A page of subjects, as far as instances answer.
     *
     * @param query its window is one of {@link #windows}
     * @throws RollupsUnavailableException if no instance answers
     */
    public SubjectPage subjects(SubjectQuery query) {
        Running running = stream.running();
        RollupWindow window = window(query.window());
        Map<Integer, List<HostInfo>> left = new TreeMap<>(new Holders(running.streams()).all());
        var answers = new ArrayList<HeldSubjects>();
        var silent = new HashSet<HostInfo>();
        var missing = new ArrayList<Integer>();
        while (!left.isEmpty()) {
            Map<HostInfo, List<Integer>> asked = new LinkedHashMap<>();
            left.forEach((partition, hosts) -> hosts.stream()
                    .filter(host -> !silent.contains(host))
                    .findFirst()
                    .ifPresentOrElse(
                            host -> asked.computeIfAbsent(host, _ -> new ArrayList<>())
                                    .add(partition),
                            () -> missing.add(partition)));
            missing.forEach(left::remove);
            asked.forEach((host, partitions) -> {
                try {
                    answers.add(ask(running, host, query, window, partitions));
                    partitions.forEach(left::remove);
                } catch (RollupsUnavailableException _) {
                    silent.add(host);
                }
            });
        }
        if (answers.isEmpty()) {
            throw new RollupsUnavailableException("no instance that counts subjects answers");
        }
        return page(query, window, answers, missing);
    }

    /**
     * What this instance itself holds of a subject.
     *
     * @throws RollupsUnavailableException if it has not that partition
     */
    public HeldHistory held(String subject, String window, int partition, Instant from, Instant to) {
        return stream.running().local().history(subject, window(window), partition, from, to);
    }

    /**
     * The first subjects of those that this instance itself holds.
     *
     * @throws RollupsUnavailableException if it has not one of the partitions
     */
    public HeldSubjects held(SubjectQuery query, Collection<Integer> partitions) {
        return stream.running().local().subjects(query, window(query.window()), partitions);
    }

    private static HeldSubjects ask(
            Running running, HostInfo host, SubjectQuery query, RollupWindow window, List<Integer> partitions) {
        return host.equals(running.self().host())
                ? running.local().subjects(query, window, partitions)
                : running.peers().subjects(host, query, partitions);
    }

    private SubjectPage page(
            SubjectQuery query, RollupWindow window, List<HeldSubjects> answers, List<Integer> missing) {
        List<HeldSubject> found = PartitionView.first(
                answers.stream().flatMap(answer -> answer.subjects().stream()).toList(), query.limit() + 1);
        List<HeldSubject> page = found.subList(0, Math.min(found.size(), query.limit()));
        return new SubjectPage(
                query.order(),
                window.name(),
                windows(),
                page.stream().map(held -> row(held, window)).toList(),
                found.size() > query.limit() ? page.getLast().place().toString() : null,
                answers.stream().anyMatch(answer -> answer.behind() != null),
                answers.stream()
                        .mapToLong(answer -> answer.behind() == null ? 0 : answer.behind())
                        .sum(),
                List.copyOf(missing));
    }

    private static SubjectPage.Row row(HeldSubject held, RollupWindow window) {
        return new SubjectPage.Row(
                held.subject(),
                held.total().count(),
                held.total().positive(),
                held.total().meanProbability(),
                held.change(),
                held.windows().stream()
                        .map(found -> WindowFigures.of(found, window))
                        .toList());
    }

    private SubjectHistory told(String subject, RollupWindow window, Instant from, Instant to, HeldHistory held) {
        return new SubjectHistory(
                subject,
                window.name(),
                windows(),
                from,
                to,
                held.total().count(),
                held.total().positive(),
                held.total().meanProbability(),
                held.windows().stream()
                        .map(found -> WindowFigures.of(found, window))
                        .toList(),
                held.behind() != null,
                held.behind() == null ? 0 : held.behind());
    }

    private RollupWindow window(String name) {
        return stream.settings().windows().stream()
                .filter(window -> window.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RollupsUnavailableException("no windows of the size " + name + " are counted"));
    }
}
