package dev.verdict.registry;

import dev.verdict.model.ModelVersion;
import dev.verdict.registry.RegistryRecord.Source;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

import java.util.Map;

/**
 * Puts a first model into an empty registry and activates it, in one transaction. All instances use the same transactional
 * id, so that however many start together only one gets through: whoever begins fences off those before, and whoever gets
 * through has seen, after it began, that nothing was active.
 */
final class Bootstrap {
    private static final Logger LOG = Logger.getLogger(Bootstrap.class);

    private final KafkaModelRegistry registry;
    private final String transactionalId;

    /** @param transactionalId the same for all instances of one registry */
    Bootstrap(KafkaModelRegistry registry, String transactionalId) {
        this.registry = registry;
        this.transactionalId = transactionalId;
    }

    /**
     * Tries once.
     *
     * @param artifact bytes of the first model
     * @return whether something is active now, by whomever
     * @throws RegistryException if Kafka does not answer in time
     */
    boolean run(ModelVersion version, byte[] artifact) {
        if (registry.readToEnd().current().isPresent()) {
            return true;
        }
        Map<String, Object> settings = registry.kafka().producer();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            RegistryState state = registry.readToEnd();
            if (state.current().isEmpty()) {
                producer.beginTransaction();
                if (state.model(version).isEmpty()) {
                    producer.send(registry.record(Source.MODELS, version.value(), artifact));
                }
                producer.send(registry.record(
                        Source.ACTIVATIONS,
                        RegistryState.ACTIVE,
                        new ActivationJson(version, null, "first start").toBytes()));
                producer.commitTransaction();
                LOG.infof("The registry was empty: published and activated model %s", version);
            }
            return registry.readToEnd().current().isPresent();
        } catch (ProducerFencedException | InvalidProducerEpochException _) {
            return false; // another instance is at it
        } catch (KafkaException e) {
            throw new RegistryException("the first model cannot be published: " + e.getMessage(), e);
        }
    }
}
