package dev.verdict.security;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.ws.rs.core.Response.Status;

/**
 * Says in the OpenAPI document which problems are answered before a resource is reached, and shows what each problem looks
 * like.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemAnswers implements OASFilter {
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String SCHEMA = "HttpProblem";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().values().forEach(operation -> {
                    addAnswers(operation, path.equals(AdminGate.PATH) || path.startsWith(AdminGate.PATH + "/"));
                    showProblems(operation, path);
                }));
        // It need not be a URI: the path stands there decoded.
        Schema instance = document.getComponents()
                .getSchemas()
                .get(SCHEMA)
                .getProperties()
                .get("instance");
        instance.setFormat(null);
        instance.setDescription("The path that was asked, decoded");
        instance.setExamples(List.of("/api/score"));
    }

    private static void addAnswers(Operation operation, boolean isBehindGate) {
        boolean hasBody = operation.getRequestBody() != null;
        if (hasBody) {
            add(operation, Status.REQUEST_ENTITY_TOO_LARGE, "The body is larger than is taken");
        }
        if (isBehindGate) {
            add(operation, Status.BAD_REQUEST, "A token stands in the address");
            set(operation, Status.UNAUTHORIZED, "There is no token, or a wrong or expired one");
            set(
                    operation,
                    Status.FORBIDDEN,
                    "The token does not give the role admin, or nothing is configured that could");
            set(
                    operation,
                    Status.TOO_MANY_REQUESTS,
                    "Too many wrong tokens came from this address; wait for Retry-After seconds");
        }
        if (isBehindGate && hasBody) {
            add(operation, Status.LENGTH_REQUIRED, "The body's length is not given");
        }
    }

    /** Unless the resource says more. */
    private static void add(Operation operation, Status status, String description) {
        if (!operation.getResponses().hasAPIResponse(code(status))) {
            set(operation, status, description);
        }
    }

    private static void set(Operation operation, Status status, String description) {
        operation
                .getResponses()
                .addAPIResponse(code(status), OASFactory.createAPIResponse().description(description));
    }

    private static String code(Status status) {
        return Integer.toString(status.getStatusCode());
    }

    private static void showProblems(Operation operation, String path) {
        operation.getResponses().getAPIResponses().forEach((code, answer) -> {
            if (code.matches("[45]\\d\\d")) {
                Status status = Status.fromStatusCode(Integer.parseInt(code));
                answer.setContent(OASFactory.createContent()
                        .addMediaType(PROBLEM_JSON, problem(status, answer.getDescription(), path)));
            }
        });
    }

    private static MediaType problem(Status status, String description, String path) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("status", status.getStatusCode());
        example.put("title", status.getReasonPhrase());
        example.put("detail", description);
        example.put("instance", path.replaceAll("[{}]", ""));
        return OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref(SCHEMA))
                .example(example);
    }
}
