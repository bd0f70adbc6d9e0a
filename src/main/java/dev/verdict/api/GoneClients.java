package dev.verdict.api;

import io.netty.handler.codec.http2.Http2Exception;
import io.quarkus.logging.LoggingFilter;
import io.vertx.core.http.HttpClosedException;
import org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler;

import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps listeners that are gone out of the log: RESTEasy logs an error with a stack trace for each event that was under way to
 * a tab which is closed. What goes wrong on our side is still told.
 */
@LoggingFilter(name = GoneClients.NAME)
final class GoneClients implements Filter {
    static final String NAME = "gone-clients";

    private static final String LOGGER = PublisherResponseHandler.class.getName();

    @Override
    public boolean isLoggable(LogRecord message) {
        return !(LOGGER.equals(message.getLoggerName()) && isOfConnection(message.getThrown()));
    }

    private static boolean isOfConnection(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof Http2Exception
                || failure instanceof HttpClosedException;
    }
}
