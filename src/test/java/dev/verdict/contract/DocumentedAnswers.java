package dev.verdict.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.contract.OpenApiDocument.Operation;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds every answer that REST Assured gives the tests of a class to what the service's own OpenAPI document says of it. */
public final class DocumentedAnswers implements Filter, BeforeAllCallback, AfterAllCallback {
    private static final String DOCUMENT = "/q/openapi?format=json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<URI, OpenApiDocument> documents = new ConcurrentHashMap<>();
    private int checked;

    @Override
    public void beforeAll(ExtensionContext context) {
        RestAssured.filters(this);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        RestAssured.replaceFiltersWith(List.of());
        assertThat(checked).as("answers that are described").isPositive();
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(request, expected);
        URI address = URI.create(request.getURI());
        OpenApiDocument document = documents.computeIfAbsent(address.resolve(DOCUMENT), DocumentedAnswers::read);
        document.find(request.getMethod(), address.getRawPath()).ifPresent(operation -> {
            check(document, operation, answer);
            checked++;
        });
        return answer;
    }

    private static void check(OpenApiDocument document, Operation operation, Response answer) {
        JsonNode described = operation.answers().path(Integer.toString(answer.statusCode()));
        assertThat(described.isObject())
                .as("%s answers %d, which is not described", operation, answer.statusCode())
                .isTrue();
        byte[] body = answer.asByteArray();
        if (body.length == 0) {
            assertThat(described.has("content"))
                    .as("%s answers nothing", operation)
                    .isFalse();
            return;
        }
        String type = answer.contentType().replaceAll(";.*", "");
        JsonNode content = described.path("content").path(type);
        assertThat(content.isObject())
                .as("%s answers %s, which is not described", operation, type)
                .isTrue();
        if (type.endsWith("json")) {
            assertThat(document.errors(content.path("schema"), tree(body)))
                    .as("%s: %s", operation, answer.asString())
                    .isEmpty();
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OpenApiDocument read(URI address) {
        try (InputStream in = address.toURL().openStream()) {
            return new OpenApiDocument(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
