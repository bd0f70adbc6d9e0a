package dev.verdict.containers;

import dev.verdict.faults.FaultResult;
import dev.verdict.faults.Outcomes;
import dev.verdict.faults.ReviewFlow;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Two containers of one group on topics of their own, and reviews that flow from this machine. */
final class SharedWork implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final String name;
    private final List<VerdictContainer> containers;
    private final Outcomes outcomes;
    private final ReviewFlow flow;

    /** Returns when both are ready and reviews flow. */
    SharedWork(String name, Network network, BrokerContainer kafka, int reviews, int perSecond) {
        this.name = name;
        String topic = name + ".reviews";
        String sentiments = name + ".sentiments";
        String dead = name + ".dead";
        Map<String, String> environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", BrokerContainer.PLAINTEXT,
                "KAFKA_STREAMS_APPLICATION_ID", name,
                "VERDICT_TOPICS_REVIEWS", topic,
                "VERDICT_TOPICS_SENTIMENTS", sentiments,
                "VERDICT_TOPICS_DEAD", dead,
                "VERDICT_TOPICS_PARTITIONS", Integer.toString(PARTITIONS),
                "VERDICT_ROLES", "scorer,api");
        this.containers = Stream.generate(() -> new VerdictContainer(network, environment))
                .limit(2)
                .toList();
        Startables.deepStart(containers).join();
        this.outcomes = new Outcomes(kafka.bootstrapServers(), sentiments, dead, PARTITIONS, reviews);
        this.flow = new ReviewFlow(kafka.bootstrapServers(), topic, reviews, perSecond, ReviewFlow::review);
        flow.start();
    }

    List<VerdictContainer> containers() {
        return containers;
    }

    void awaitSent(int reviews) {
        flow.awaitSent(reviews);
    }

    /** Returns when all reviews were sent and have an outcome. */
    void awaitOutcomes() throws Exception {
        flow.awaitEnd();
        outcomes.awaitAll(PATIENCE);
    }

    /** Waits for the last outcome, stops the containers and counts. */
    FaultResult finish() throws Exception {
        awaitOutcomes();
        containers.forEach(VerdictContainer::stopInOrder);
        outcomes.awaitEnd(PATIENCE);
        FaultResult result = outcomes.result(name);
        System.out.println(result);
        return result;
    }

    @Override
    public void close() {
        flow.close();
        outcomes.close();
        containers.forEach(VerdictContainer::close);
    }
}
