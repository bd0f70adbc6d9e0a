package dev.verdict.bench;

/** How the stream is run. */
record StreamSetup(String engine, int threads, int instances, String guarantee) {
    static final String VERDICT = "verdict";
    static final String STOCK = "stock";
    static final String EXACTLY_ONCE = "exactly_once_v2";
    static final String AT_LEAST_ONCE = "at_least_once";

    @Override
    public String toString() {
        return "%s, %d threads, %d instances, %s".formatted(engine, threads, instances, guarantee);
    }
}
