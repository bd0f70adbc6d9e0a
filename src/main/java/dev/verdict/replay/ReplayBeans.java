package dev.verdict.replay;

import dev.verdict.topics.TopicsConfig;
import io.smallrye.common.annotation.Identifier;

import java.time.InstantSource;
import java.util.Map;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what the running service knows of dead letters. */
class ReplayBeans {
    @Produces
    @Singleton
    Replay replay(@Identifier("default-kafka-broker") Map<String, Object> kafka, TopicsConfig topics) {
        return new Replay(kafka, topics, InstantSource.system());
    }

    @Produces
    @Singleton
    NewestLetters newestLetters(@Identifier("default-kafka-broker") Map<String, Object> kafka, TopicsConfig topics) {
        return new NewestLetters(kafka, topics);
    }
}
