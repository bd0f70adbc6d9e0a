package dev.verdict.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verdict.stream.ScoringOutcome.Rejected;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A span for each record, from its arrival until its sentiment or dead letter is written: a child of the one that the
 * record's {@code traceparent} names, and the parent of what is done with the result.
 */
final class OpenTelemetryTracing implements StreamTracing {
    /** A {@code traceparent} has 11 + 55 bytes, and two lengths; {@code tracestate} is only passed on. */
    private static final int HEADER_BYTES = 128;

    private static final TextMapSetter<Headers> SETTER = (headers, name, value) -> {
        headers.remove(name);
        headers.add(name, value.getBytes(UTF_8));
    };

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    private static final class Getter implements TextMapGetter<Headers> {
        private static final Getter GETTER = new Getter();

        @Override
        public Iterable<String> keys(Headers headers) {
            return Arrays.stream(headers.toArray()).map(Header::key).toList();
        }

        @Override
        public String get(Headers headers, String name) {
            Header header = headers == null ? null : headers.lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
        }
    }

    OpenTelemetryTracing(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.verdict.stream");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    @Override
    public int headerBytes() {
        return HEADER_BYTES;
    }

    @Override
    public Headers headersOf(SourceRecord source, ScoringOutcome outcome, long since) {
        Context parent = propagator.extract(Context.root(), source.headers(), Getter.GETTER);
        long age = System.nanoTime() - since;
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        Span span = tracer.spanBuilder(source.topic() + " process")
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(now - age, TimeUnit.NANOSECONDS)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", source.topic())
                .setAttribute("messaging.destination.partition.id", Integer.toString(source.partition()))
                .setAttribute("messaging.kafka.offset", source.offset())
                .startSpan();
        if (outcome instanceof Rejected rejected) {
            span.setAttribute("verdict.reason", rejected.reason().name());
            span.setStatus(StatusCode.ERROR, rejected.detail());
        }
        Headers headers = new RecordHeaders(source.headers());
        propagator.inject(parent.with(span), headers, SETTER);
        span.end();
        return headers;
    }
}
