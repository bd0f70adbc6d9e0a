package dev.verdict.retraining;

import org.jboss.logging.Logger;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Lets a thread, and those that it starts from then on, have the CPU only when nobody else wants it. Java's own priorities do
 * nothing on Linux unless the JVM is told so by an option that asks for root.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/setpriority.2.html">setpriority(2)</a>
 */
final class LowPriority {
    private static final Logger LOG = Logger.getLogger(LowPriority.class);
    private static final int PRIO_PROCESS = 0; // to Linux a thread is one
    private static final int THIS_THREAD = 0;
    private static final int LOWEST = 19;

    private LowPriority() {}

    /** For the calling thread; elsewhere than on Linux it is Java's lowest priority. */
    static void set() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
            return;
        }
        try {
            int failed = (int) setpriority().invokeExact(PRIO_PROCESS, THIS_THREAD, LOWEST);
            if (failed != 0) {
                LOG.warn("The training thread keeps its priority: the system did not lower it");
            }
        } catch (Throwable e) { // what a method handle may throw
            LOG.warnf("The training thread keeps its priority: %s", e);
        }
    }

    /** A thread of a pool that has it from its start; for parallel streams, which run in the pool of their caller. */
    static ForkJoinWorkerThread worker(ForkJoinPool pool) {
        return new ForkJoinWorkerThread(pool) {
            @Override
            protected void onStart() {
                super.onStart();
                set();
            }
        };
    }

    @SuppressWarnings("restricted") // every JVM of ours allows native access
    private static MethodHandle setpriority() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("setpriority").orElseThrow(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
