package dev.verdict.registry;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/** A daemon thread that does what it is given, in order; what comes after its end is not done. */
final class BackgroundThread extends ScheduledThreadPoolExecutor {
    BackgroundThread(String name, int priority) {
        super(
                1,
                Thread.ofPlatform().daemon().priority(priority).name(name).factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }
}
