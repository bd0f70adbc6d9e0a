package dev.verdict.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.review.RejectionReason;
import dev.verdict.stream.ScoringOutcome.Rejected;
import dev.verdict.stream.ScoringOutcome.Scored;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

class OpenTelemetryTracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SENDER = "b7ad6b7169203331";
    private static final Scored SCORED = new Scored(new byte[0]);

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    private final StreamTracing tracing = new OpenTelemetryTracing(telemetry);

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void shouldContinueTraceOfRecordAndKeepItsOtherHeaders() {
        // Given
        Headers headers = new RecordHeaders();
        DeadLetterHeaders.put(headers, "other", "kept");
        DeadLetterHeaders.put(headers, "traceparent", "00-" + TRACE + "-" + SENDER + "-01");
        DeadLetterHeaders.put(headers, "tracestate", "vendor=value");
        SourceRecord source = source(headers);

        // When
        Headers written = tracing.headersOf(source, SCORED, System.nanoTime());

        // Then
        SpanData span = exporter.getFinishedSpanItems().getFirst();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(SENDER);
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(text(written, "traceparent")).isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
        assertThat(text(written, "tracestate")).isEqualTo("vendor=value");
        assertThat(text(written, "other")).isEqualTo("kept");
        assertThat(written.toArray()).hasSize(3);
        assertThat(text(source.headers(), "traceparent")).contains(SENDER);
    }

    @Test
    void shouldBeginTraceWhenRecordHasNoneOrABadOne() {
        for (Headers headers :
                Arrays.asList(new RecordHeaders(), new RecordHeaders().add("traceparent", "garbage".getBytes(UTF_8)))) {
            // When
            Headers written = tracing.headersOf(source(headers), SCORED, System.nanoTime());

            // Then
            assertThat(text(written, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
            assertThat(written.toArray()).hasSize(1);
        }
    }

    @Test
    void shouldNotRecordWhenSenderDidNotSample() {
        // Given
        Headers headers = new RecordHeaders();
        DeadLetterHeaders.put(headers, "traceparent", "00-" + TRACE + "-" + SENDER + "-00");

        // When
        Headers written = tracing.headersOf(source(headers), SCORED, System.nanoTime());

        // Then
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
        assertThat(text(written, "traceparent")).startsWith("00-" + TRACE).endsWith("-00");
    }

    @Test
    void shouldSayWhyWhenRecordIsRejected() {
        // Given
        SourceRecord source = source(new RecordHeaders());

        // When
        tracing.headersOf(source, new Rejected(source, RejectionReason.TEXT_BLANK, "blank"), System.nanoTime());

        // Then
        SpanData span = exporter.getFinishedSpanItems().getFirst();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().asMap().toString()).contains("TEXT_BLANK");
    }

    @Test
    void shouldLeaveHeadersUntouchedWhenItIsOff() {
        Headers headers = new RecordHeaders();
        assertThat(StreamTracing.OFF.headersOf(source(headers), SCORED, 0)).isSameAs(headers);
    }

    private static SourceRecord source(Headers headers) {
        return new SourceRecord(null, new byte[0], headers, 5, "reviews", 1, 2);
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
