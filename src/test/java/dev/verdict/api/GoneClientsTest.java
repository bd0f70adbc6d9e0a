package dev.verdict.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.http.HttpClosedException;
import org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;

class GoneClientsTest {
    private static final String SSE = PublisherResponseHandler.class.getName();

    @Test
    void shouldDropErrorsOfConnectionsWhenListenersAreGone() {
        assertThat(isLogged(SSE, new IOException("Connection reset by peer"))).isFalse();
        assertThat(isLogged(SSE, Http2Exception.streamError(3, Http2Error.STREAM_CLOSED, "Stream closed")))
                .isFalse();
        assertThat(isLogged(SSE, new HttpClosedException("Connection was closed")))
                .isFalse();
    }

    @Test
    void shouldLogWhatElseFails() {
        assertThat(isLogged(SSE, new IllegalStateException("a fault of the feed")))
                .isTrue();
        assertThat(isLogged(SSE, null)).isTrue();
        assertThat(isLogged("dev.verdict.live.SentimentFeed", new IOException("no broker")))
                .isTrue();
    }

    private static boolean isLogged(String logger, Throwable failure) {
        var message = new LogRecord(Level.SEVERE, "it failed");
        message.setLoggerName(logger);
        message.setThrown(failure);
        return new GoneClients().isLoggable(message);
    }
}
