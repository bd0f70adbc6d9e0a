package dev.verdict.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

import java.time.InstantSource;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes down who changed what and when, on a topic and in the log; neither tokens nor addresses' queries. */
@ApplicationScoped
public class Audit {
    private static final Logger LOG = Logger.getLogger(Audit.class);
    private static final String DETAIL = Audit.class.getName();

    private final MutinyEmitter<byte[]> records;
    private final InstantSource clock = InstantSource.system();

    Audit(@Channel("audit") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> records) {
        this.records = records;
    }

    /** What the record of this exchange says besides who, when, and what of HTTP. */
    public static void detail(RoutingContext exchange, JsonObject detail) {
        exchange.put(DETAIL, detail);
    }

    /** The exchange has been answered. */
    void write(RoutingContext exchange, String who) {
        JsonObject detail = exchange.get(DETAIL);
        var record = new JsonObject()
                .put("at", clock.instant().toString())
                .put("who", who)
                .put("address", exchange.request().remoteAddress().hostAddress())
                .put("method", exchange.request().method().name())
                .put("path", exchange.normalizedPath())
                .put("status", exchange.response().getStatusCode());
        String location = exchange.response().headers().get(HttpHeaders.LOCATION);
        if (location != null) {
            record.put("location", location);
        }
        if (detail != null) {
            record.put("detail", detail);
        }
        String json = record.encode();
        LOG.infof("Audit: %s", json);
        records.sendMessage(Message.of(json.getBytes(UTF_8))
                        .addMetadata(OutgoingKafkaRecordMetadata.<byte[]>builder()
                                .withKey(who.getBytes(UTF_8))
                                .build()))
                .subscribe()
                .with(
                        _ -> {},
                        failure ->
                                LOG.errorf("The audit topic did not take the record above: %s", failure.getMessage()));
    }
}
