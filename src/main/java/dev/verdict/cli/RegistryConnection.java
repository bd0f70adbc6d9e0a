package dev.verdict.cli;

import dev.verdict.registry.Instance;
import dev.verdict.registry.KafkaModelRegistry;
import dev.verdict.registry.ModelRegistry;
import dev.verdict.registry.Promotion;
import dev.verdict.registry.PromotionGate;
import dev.verdict.registry.RegistryConfig;
import dev.verdict.registry.RegistryState;
import dev.verdict.topics.KafkaSettings;
import io.smallrye.config.SmallRyeConfigBuilder;

import java.util.List;

/** The registry as commands use it: straight on Kafka, with the settings that {@code serve} would read. */
final class RegistryConnection implements AutoCloseable {
    private final KafkaModelRegistry registry;
    private final RegistryConfig config;

    private RegistryConnection(KafkaModelRegistry registry, RegistryConfig config) {
        this.registry = registry;
        this.config = config;
    }

    /** Reads the registry to its end. */
    static RegistryConnection open() {
        KafkaSettings kafka = KafkaSettings.read();
        var registry = new KafkaModelRegistry(kafka.clients(), kafka.topics());
        var connection = new RegistryConnection(registry, config());
        registry.start();
        try {
            registry.readToEnd();
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private static RegistryConfig config() {
        return new SmallRyeConfigBuilder()
                .addDefaultSources()
                .withMapping(RegistryConfig.class)
                .withValidateUnknown(false)
                .build()
                .getConfigMapping(RegistryConfig.class);
    }

    ModelRegistry registry() {
        return registry;
    }

    Promotion promotion() {
        return new Promotion(
                registry, new PromotionGate(config.gate().floor(), config.gate().tolerance()));
    }

    RegistryState state() {
        return registry.state();
    }

    /** Those that run. */
    List<Instance> instances() {
        return state().instances(config.instancePatience());
    }

    @Override
    public void close() {
        registry.close();
    }
}
