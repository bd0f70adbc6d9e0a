package dev.verdict.registry;

import dev.verdict.model.BundledModel;
import dev.verdict.scoring.StartingModel;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Starts and ends what follows the registry, and gives an empty one its first model. */
@ApplicationScoped
class RegistryLifecycle {
    private static final Logger LOG = Logger.getLogger(RegistryLifecycle.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaModelRegistry registry;
    private final ModelSwitch modelSwitch;
    private final ShadowScoring shadow;
    private final StartingModel start;
    private final TopicsConfig topics;
    private final Duration heartbeatPeriod;
    private final Heartbeat heartbeat;
    private final CountDownLatch stopped = new CountDownLatch(1);

    RegistryLifecycle(
            KafkaModelRegistry registry,
            ModelSwitch modelSwitch,
            ShadowScoring shadow,
            StartingModel start,
            TopicsConfig topics,
            RegistryConfig config) {
        this.registry = registry;
        this.modelSwitch = modelSwitch;
        this.shadow = shadow;
        this.start = start;
        this.topics = topics;
        this.heartbeatPeriod = Duration.ofMillis(config.heartbeatMillis());
        this.heartbeat = new Heartbeat(registry, instanceId(), this::announcement);
    }

    void onStart(@Observes StartupEvent event, MeterRegistry meters) {
        register(meters);
        var gauge = new ModelGauge(meters);
        gauge.show(modelSwitch.scorer().model());
        modelSwitch.onChange(() -> {
            gauge.show(modelSwitch.scorer().model());
            heartbeat.now();
        });
        registry.onChange(() -> {
            modelSwitch.follow();
            shadow.follow();
        });
        registry.start();
        heartbeat.start(heartbeatPeriod);
        if (!start.isPinned()) {
            Thread.ofVirtual().name("model-bootstrap").start(this::untilSomethingIsActive);
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        stopped.countDown();
        heartbeat.close();
        shadow.close();
        modelSwitch.close();
        registry.close();
    }

    private void untilSomethingIsActive() {
        try {
            var bootstrap = new Bootstrap(registry, topics.activations() + "-bootstrap");
            byte[] artifact = BundledModel.bytes();
            while (!isActive(bootstrap, artifact) && !stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Nothing is active yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isActive(Bootstrap bootstrap, byte[] artifact) {
        try {
            return bootstrap.run(start.scorer().model(), artifact);
        } catch (RegistryException e) {
            if (registry.problem().isEmpty()) { // otherwise that has been said
                LOG.warn(e.getMessage());
            }
            return false;
        }
    }

    private Instance.Announcement announcement() {
        return new Instance.Announcement(
                modelSwitch.scorer().model().value(),
                modelSwitch.problem().orElse(""),
                shadow.figures().orElse(null));
    }

    private void register(MeterRegistry meters) {
        gauge(meters, "compared", "Reviews that the model alongside has scored too", ShadowFigures::compared);
        gauge(meters, "agreement", "Share of them with the same label", ShadowFigures::agreement);
        gauge(meters, "difference", "Mean of its probability less the active model's", ShadowFigures::meanDifference);
        gauge(meters, "distance", "Mean of the absolute differences", ShadowFigures::meanDistance);
        gauge(meters, "dropped", "Sampled reviews that it could not keep up with", ShadowFigures::dropped);
        gauge(meters, "failed", "Reviews that it failed on", ShadowFigures::failed);
    }

    /** NaN while no model scores alongside. */
    private void gauge(MeterRegistry meters, String name, String description, ToDoubleFunction<ShadowFigures> figure) {
        Gauge.builder(
                        "verdict.shadow." + name,
                        shadow,
                        scoring -> scoring.figures()
                                .map(figures -> figure.applyAsDouble(figures))
                                .orElse(Double.NaN))
                .description(description)
                .register(meters);
    }

    private static String instanceId() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            host = "unknown-host";
        }
        return host + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
