package dev.verdict.registry;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.registry.RegistryRecord.Source;
import dev.verdict.scoring.Scorer;
import dev.verdict.scoring.SelfTest;
import dev.verdict.topics.BriefFetches;
import dev.verdict.topics.TopicsConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The registry on Kafka topics: a record an artifact on the models topic, the orders to use one on the activations topic,
 * announcements on the instances topic. One thread reads them, see {@link RegistryReader}.
 */
public final class KafkaModelRegistry implements ModelRegistry, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaModelRegistry.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int FETCHES = 20;

    private final ClientSettings kafka;
    private final RegistryTopics topics;
    private final RegistryReader reader;
    private Producer<String, byte[]> producer;

    /** @param kafka settings of any Kafka client: addresses, credentials */
    public KafkaModelRegistry(Map<String, Object> kafka, TopicsConfig topics) {
        this.kafka = new ClientSettings(kafka);
        this.topics = new RegistryTopics(topics);
        this.reader = new RegistryReader(this.kafka, this.topics);
    }

    /** Begins to read, for as long as it is not closed; the topics are made if they are missing and may be. */
    public void start() {
        reader.start();
    }

    /** What keeps the topics from being read, if anything. */
    public Optional<String> problem() {
        return reader.problem();
    }

    boolean isAlive() {
        return reader.isAlive();
    }

    /** @param listener called on the reading thread when the state has changed; must be quick */
    void onChange(Runnable listener) {
        reader.onChange(listener);
    }

    ClientSettings kafka() {
        return kafka;
    }

    RegistryTopics topics() {
        return topics;
    }

    @Override
    public RegistryState state() {
        return reader.state();
    }

    @Override
    public RegistryState readToEnd() {
        return awaited(reader.readToEnd());
    }

    @Override
    public PublishedModel publish(byte[] artifact, String report) {
        ModelArtifact sound = read(artifact, "the artifact");
        ModelVersion version = sound.version();
        Optional<PublishedModel> there = readToEnd().model(version);
        if (there.isPresent()) {
            return there.get();
        }
        SelfTest.of(sound.card()).failure(new Scorer(sound)).ifPresent(reason -> {
            throw new RegistryException("model " + version + " is not published: " + reason);
        });
        ProducerRecord<String, byte[]> message = record(Source.MODELS, version.value(), artifact);
        if (!report.isEmpty()) {
            ReportHeader.value(report)
                    .ifPresentOrElse(
                            value -> message.headers().add(ReportHeader.NAME, value),
                            () -> LOG.warnf("Model %s is published without its report, which is too large", version));
        }
        RegistryState state = write(Source.MODELS, message);
        return state.model(version)
                .orElseThrow(() -> new RegistryException("model " + version + " " + state.whyMissing(version)));
    }

    @Override
    public Activation activate(ModelVersion version, String by) {
        requireUsable(version);
        RegistryState state =
                write(Source.ACTIVATIONS, RegistryState.ACTIVE, new ActivationJson(version, null, by).toBytes());
        if (state.shadow().filter(shadow -> shadow.version().equals(version)).isPresent()) {
            endShadow();
        }
        return state.current().orElseThrow();
    }

    @Override
    public Activation shadow(ModelVersion version, double share, String by) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be above 0 and at most 1, not " + share);
        }
        requireUsable(version);
        return write(Source.ACTIVATIONS, RegistryState.SHADOW, new ActivationJson(version, share, by).toBytes())
                .shadow()
                .orElseThrow();
    }

    @Override
    public void endShadow() {
        write(Source.ACTIVATIONS, RegistryState.SHADOW, null);
    }

    @Override
    public ModelArtifact fetch(PublishedModel model) {
        return read(message(model).value(), "the record of model " + model.version());
    }

    @Override
    public Optional<String> fetchReport(PublishedModel model) {
        return Optional.ofNullable(message(model).headers().lastHeader(ReportHeader.NAME))
                .map(header -> ReportHeader.report(header.value()));
    }

    private ConsumerRecord<byte[], byte[]> message(PublishedModel model) {
        TopicPartition partition = topics.partition(Source.MODELS);
        var deserializer = new ByteArrayDeserializer();
        Map<String, Object> settings = kafka.consumer();
        BriefFetches.addTo(settings);
        try (var consumer = new KafkaConsumer<>(settings, deserializer, deserializer)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, model.offset());
            for (int i = 0; i < FETCHES; i++) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    requireSame(message, model);
                    return message;
                }
            }
        } catch (KafkaException e) {
            throw new RegistryException("model " + model.version() + " cannot be fetched: " + e.getMessage(), e);
        }
        throw new RegistryException("model " + model.version() + " could not be fetched in time");
    }

    /** The record may be gone if it was written again meanwhile; the reader will come to the later one. */
    private static void requireSame(ConsumerRecord<byte[], byte[]> message, PublishedModel model) {
        if (message.offset() != model.offset() || message.value() == null) {
            throw new RegistryException("model " + model.version() + " stands no longer at offset " + model.offset());
        }
    }

    /** Tells the others of this instance; does not wait. */
    void announce(String instance, byte[] announcement) {
        producer().send(record(Source.INSTANCES, instance, announcement));
    }

    private void requireUsable(ModelVersion version) {
        RegistryState state = readToEnd();
        if (state.model(version).isEmpty()) {
            throw new UnknownModelException(version, state.whyMissing(version));
        }
    }

    private RegistryState write(Source source, String key, byte[] value) {
        return write(source, record(source, key, value));
    }

    /** @return the state in which the record was read back */
    private RegistryState write(Source source, ProducerRecord<String, byte[]> message) {
        try {
            RecordMetadata written = producer().send(message).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return awaited(reader.read(topics.partition(source), written.offset()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException("interrupted while Kafka took a record", e);
        } catch (ExecutionException e) {
            throw new RegistryException(
                    "Kafka did not take the record: " + e.getCause().getMessage(), e);
        } catch (TimeoutException | KafkaException e) {
            throw new RegistryException("Kafka did not take the record: " + e.getMessage(), e);
        }
    }

    ProducerRecord<String, byte[]> record(Source source, String key, byte[] value) {
        return new ProducerRecord<>(topics.partition(source).topic(), 0, key, value);
    }

    private RegistryState awaited(CompletableFuture<RegistryState> reading) {
        try {
            return reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException("interrupted while the registry was read", e);
        } catch (ExecutionException e) {
            throw new RegistryException(
                    "the registry cannot be read: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new RegistryException(
                    problem().orElse("the registry was not read within " + PATIENCE.toSeconds() + " s"), e);
        } finally {
            reading.cancel(false);
        }
    }

    private static ModelArtifact read(byte[] artifact, String name) {
        try {
            return ArtifactFile.read(new ByteArrayInputStream(artifact), name);
        } catch (IOException e) {
            throw new IllegalStateException("an array can always be read", e);
        }
    }

    private synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @Override
    public synchronized void close() {
        reader.close();
        if (producer != null) {
            producer.close(CLOSE_LIMIT);
        }
    }
}
