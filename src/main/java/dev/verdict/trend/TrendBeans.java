package dev.verdict.trend;

import dev.verdict.live.SentimentFeed;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Samples the running service. */
@ApplicationScoped
class TrendBeans {
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("trend").factory());

    @Produces
    @Singleton
    static Trend trend(SentimentFeed feed, MeterRegistry registry, TrendConfig config) {
        return new Trend(feed, new StreamFigures(registry), config.points(), Instant.now());
    }

    void onStart(@Observes StartupEvent event, Trend trend, TrendConfig config) {
        sampler.scheduleAtFixedRate(
                () -> trend.sample(Instant.now()),
                config.intervalMillis(),
                config.intervalMillis(),
                TimeUnit.MILLISECONDS);
    }

    void onStop(@Observes ShutdownEvent event) {
        sampler.shutdownNow();
    }
}
