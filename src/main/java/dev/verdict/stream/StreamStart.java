package dev.verdict.stream;

import dev.verdict.roles.Roles;
import dev.verdict.topics.TopicsReady;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.Config;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes Kafka Streams and starts it once its topics are there, if this instance is to score. */
@ApplicationScoped
class StreamStart {
    private final Roles roles;
    private final CountDownLatch applicationStarted = new CountDownLatch(1);

    StreamStart(Roles roles) {
        this.roles = roles;
    }

    @Produces
    @Singleton
    KafkaStreams streams(
            Topology topology,
            FailedThreads failedThreads,
            Config config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        var settings = new Properties();
        settings.putAll(StreamSettings.connections());
        settings.putAll(kafka);
        settings.putAll(StreamSettings.of(config));
        var streams = new KafkaStreams(topology, new StreamsConfig(settings), new SteadyTime());
        streams.setUncaughtExceptionHandler(failedThreads);
        return streams;
    }

    /** Tells those who measure it. */
    void onStart(@Observes StartupEvent event, KafkaStreams streams, Event<KafkaStreams> made) {
        made.fire(streams);
        applicationStarted.countDown();
    }

    void onTopics(@Observes TopicsReady event, KafkaStreams streams) throws InterruptedException {
        if (!roles.scorer()) {
            return;
        }
        applicationStarted.await();
        if (streams.state() == KafkaStreams.State.CREATED) { // and not closed meanwhile
            streams.start();
        }
    }
}
