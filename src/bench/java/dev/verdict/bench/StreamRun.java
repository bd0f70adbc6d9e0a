package dev.verdict.bench;

import dev.verdict.bench.StreamLoad.Measured;

import java.util.List;

/**
 * What one way of running the stream came to.
 *
 * @param engine {@code verdict} or {@code stock}
 * @param part what was asked: {@code rate}, {@code latency}, {@code sustained}, {@code backlog}, or what was
 *     beside it, {@code no-} if it was not, and the number of the round
 * @param offeredPerSecond at which reviews were sent in the end; 0 where as many were sent as were taken
 * @param saturatedPerSecond throughput when as many are sent as are taken; 0 where it was not measured
 * @param reviewsPerSecond the highest rate that was sustained, or the throughput at the offered rate
 * @param p50Millis latency at the offered rate
 * @param residentMebibytes of the largest instance, at even intervals
 * @param cpuSeconds of all instances, the broker and this benchmark, in that order, while it was measured
 */
record StreamRun(
        String engine,
        String part,
        int threads,
        int instances,
        String guarantee,
        double offeredPerSecond,
        double saturatedPerSecond,
        double reviewsPerSecond,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        List<Double> residentMebibytes,
        List<Double> cpuSeconds) {
    /** What was not measured. */
    static final StreamRun NONE = new StreamRun(
            StreamSetup.VERDICT,
            "none",
            Runtime.getRuntime().availableProcessors(),
            1,
            StreamSetup.EXACTLY_ONCE,
            0,
            0,
            0,
            0,
            0,
            0,
            List.of(),
            List.of());

    StreamSetup setup() {
        return new StreamSetup(engine, threads, instances, guarantee);
    }

    boolean isSameTaskAs(StreamRun other) {
        return engine.equals(other.engine)
                && part.equals(other.part)
                && threads == other.threads
                && instances == other.instances
                && guarantee.equals(other.guarantee);
    }

    static StreamRun of(
            StreamSetup setup,
            String part,
            double saturated,
            double reviewsPerSecond,
            Measured measured,
            List<Double> resident,
            List<Double> cpu) {
        return new StreamRun(
                setup.engine(),
                part,
                setup.threads(),
                setup.instances(),
                setup.guarantee(),
                Double.isNaN(measured.rate()) ? 0 : measured.rate(),
                saturated,
                reviewsPerSecond,
                measured.millis(50),
                measured.millis(99),
                measured.micros().getMaxValue() / 1e3,
                resident,
                cpu);
    }
}
