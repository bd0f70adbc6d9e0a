package dev.verdict.report;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * One side of a chart.
 *
 * @param ticks values in [min, max] that get a label
 * @param label of a tick
 */
record Axis(String title, double min, double max, List<Double> ticks, DoubleFunction<String> label) {
    private static final int WANTED_TICKS = 5;

    /** From 0 to 1. */
    static Axis fraction(String title) {
        return new Axis(title, 0, 1, ticks(0, 1, 0.2), decimals(0.2));
    }

    /** Holds all these values, as far as they are finite, between round numbers. */
    static Axis around(String title, double... values) {
        double[] finite = DoubleStream.of(values).filter(Double::isFinite).toArray();
        double lowest = DoubleStream.of(finite).min().orElse(0);
        double highest = DoubleStream.of(finite).max().orElse(1);
        double step = roundStep(lowest == highest ? 0.1 : highest - lowest);
        double min = Math.floor(lowest / step) * step;
        double max = Math.max(Math.ceil(highest / step) * step, min + step);
        return new Axis(title, min, max, ticks(min, max, step), decimals(step));
    }

    /** From 1 to a whole number, with whole numbers as ticks. */
    static Axis countingTo(String title, int last) {
        long step = Math.max(1, Math.round(roundStep(last / 3.0))); // short labels, so three times as many
        List<Double> ticks = LongStream.concat(
                        LongStream.of(1).filter(_ -> step > 1),
                        LongStream.iterate(step, tick -> tick <= last, tick -> tick + step))
                .mapToObj(tick -> (double) tick)
                .toList();
        double margin = last == 1 ? 0.5 : 0;
        return new Axis(title, 1 - margin, last + margin, ticks, decimals(1));
    }

    /** Upwards and downwards from 0, in percent. */
    static Axis mirroredPercent(String title, double lowest, double highest) {
        double step = roundStep(highest - lowest);
        double min = Math.floor(lowest / step) * step;
        double max = Math.ceil(highest / step) * step;
        DoubleFunction<String> percent = decimals(step * 100);
        return new Axis(title, min, max, ticks(min, max, step), tick -> percent.apply(Math.abs(tick) * 100) + "%");
    }

    /** Where a value stands between min (0) and max (1). */
    double place(double value) {
        return (value - min) / (max - min);
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double roundStep(double range) {
        double rough = range / WANTED_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double factor = rough / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }

    private static List<Double> ticks(double min, double max, double step) {
        return LongStream.rangeClosed(Math.round(min / step), Math.round(max / step))
                .mapToObj(tick -> tick * step)
                .toList();
    }

    private static DoubleFunction<String> decimals(double step) {
        int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9)); // log10 of 0.001 is not quite -3
        return value -> String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
