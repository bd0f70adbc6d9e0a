package dev.verdict.broker;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program that owns a broker and waits to be killed; on an orderly end it uses the broker once more, then closes it. */
public final class BrokerOwner {
    static final String OWNS = "OWNS";
    static final String STOPPED_IN_ORDER = "STOPPED IN ORDER";

    private BrokerOwner() {}

    public static void main(String... arguments) throws InterruptedException {
        var kafka = EmbeddedKafka.start(new EmbeddedKafkaOptions(256, Path.of(arguments[0]), Map.of()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopInOrder(kafka)));
        System.out.println(OWNS + " " + kafka.pid() + " " + kafka.stateFolder());
        Thread.currentThread().join();
    }

    private static void stopInOrder(EmbeddedKafka kafka) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var topic = new NewTopic("last-words", Optional.empty(), Optional.empty());
            admin.createTopics(List.of(topic))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        kafka.close();
        System.out.println(STOPPED_IN_ORDER);
    }
}
