package dev.verdict.inference;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Lends scratch memory without locks and keeps at most twice as many pieces as there are processors: not one for each
 * thread, of which there may be thousands. Whoever finds none gets a new one.
 */
final class ScratchPool {
    private final Supplier<Scratch> factory;
    private final AtomicReferenceArray<Scratch> kept;

    ScratchPool(Supplier<Scratch> factory) {
        this.factory = factory;
        this.kept = new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());
    }

    Scratch take() {
        int first = firstSlot();
        for (int i = 0; i < kept.length(); i++) {
            int slot = (first + i) % kept.length();
            if (kept.get(slot) != null) {
                Scratch scratch = kept.getAndSet(slot, null);
                if (scratch != null) {
                    return scratch;
                }
            }
        }
        return factory.get();
    }

    void giveBack(Scratch scratch) {
        int first = firstSlot();
        for (int i = 0; i < kept.length(); i++) {
            if (kept.compareAndSet((first + i) % kept.length(), null, scratch)) {
                return;
            }
        }
    }

    /** Threads begin at different slots, each at its own, where it is likely to find what it has just used. */
    private int firstSlot() {
        return (int) (Thread.currentThread().threadId() % kept.length());
    }
}
