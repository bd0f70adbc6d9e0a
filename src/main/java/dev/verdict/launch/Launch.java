package dev.verdict.launch;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.util.ExceptionUtil;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts Quarkus on the caller's thread; if that fails, one line on standard error says why. */
public final class Launch {
    private Launch() {}

    /** Blocks until the program is told to stop; returns the exit status. */
    public static int service() {
        return application(null);
    }

    /** Blocks until the application's {@code run} returns; returns the exit status. */
    public static int application(Class<? extends QuarkusApplication> application) {
        WebCache.choose(Path.of(System.getProperty("java.io.tmpdir"))); // before there is a configuration
        var status = new AtomicInteger();
        Quarkus.run(application, (code, failure) -> {
            status.set(code);
            if (failure != null) {
                System.err.println("verdict: the service did not start: " + reason(failure));
            }
        });
        return status.get();
    }

    /** One line. */
    static String reason(Throwable failure) {
        Throwable cause = ExceptionUtil.getRootCause(failure);
        if (cause instanceof QuarkusBindException bind) {
            return "the HTTP port is in use (QUARKUS_HTTP_PORT chooses another): " + bind.getMessage();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
