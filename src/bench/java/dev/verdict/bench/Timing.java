package dev.verdict.bench;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long a benchmark is measured, each in a JVM of its own with this one's flags.
 *
 * @param warmUpMillis before anything counts
 * @param iterations that count
 * @param iterationMillis of one; it goes on until its last operation is done
 */
record Timing(int warmUpMillis, int iterations, int iterationMillis) {

    /** @param error half of the interval that holds the mean with 99.9 % confidence; NaN for one iteration */
    record Score(double value, double error) {
        Score times(double factor) {
            return new Score(value * factor, error * factor);
        }
    }

    /** Operations a second on so many threads. */
    Score throughput(Class<?> benchmark, String method, int threads, Map<String, ?> parameters) {
        ChainedOptionsBuilder options = options(benchmark, method)
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .threads(threads)
                .forks(1)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(warmUpMillis))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(iterationMillis));
        parameters.forEach((name, value) -> options.param(name, value.toString()));
        return run(options);
    }

    /** Milliseconds of the first call in a new JVM, the mean of so many JVMs. */
    static Score firstCallMillis(Class<?> benchmark, String method, int jvms) {
        return run(options(benchmark, method)
                .mode(Mode.SingleShotTime)
                .timeUnit(TimeUnit.MILLISECONDS)
                .forks(jvms)
                .warmupIterations(0)
                .measurementIterations(1));
    }

    private static ChainedOptionsBuilder options(Class<?> benchmark, String method) {
        return new OptionsBuilder()
                .include(benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private static Score run(ChainedOptionsBuilder options) {
        try {
            Result<?> result = new Runner(options.build()).runSingle().getPrimaryResult();
            return new Score(result.getScore(), result.getScoreError());
        } catch (RunnerException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
