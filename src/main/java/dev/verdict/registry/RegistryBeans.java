package dev.verdict.registry;

import dev.verdict.scoring.StartingModel;
import dev.verdict.topics.TopicsConfig;
import io.smallrye.common.annotation.Identifier;

import java.util.Map;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the registry of the running service, and what follows it. */
class RegistryBeans {
    @Produces
    @Singleton
    KafkaModelRegistry registry(@Identifier("default-kafka-broker") Map<String, Object> kafka, TopicsConfig topics) {
        return new KafkaModelRegistry(kafka, topics);
    }

    @Produces
    @Singleton
    ModelLoader loader(KafkaModelRegistry registry) {
        return new ModelLoader(registry::fetch);
    }

    @Produces
    @Singleton
    ModelSwitch modelSwitch(StartingModel start, KafkaModelRegistry registry, ModelLoader loader) {
        return new ModelSwitch(start, registry::state, loader);
    }

    @Produces
    @Singleton
    ShadowScoring shadow(KafkaModelRegistry registry, ModelLoader loader) {
        return new ShadowScoring(registry::state, loader);
    }

    @Produces
    @Singleton
    PromotionGate gate(RegistryConfig config) {
        return new PromotionGate(config.gate().floor(), config.gate().tolerance());
    }

    @Produces
    @Singleton
    Promotion promotion(KafkaModelRegistry registry, PromotionGate gate) {
        return new Promotion(registry, gate);
    }
}
