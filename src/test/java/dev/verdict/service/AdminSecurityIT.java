package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.verdict.contract.DocumentedAnswers;
import dev.verdict.contract.TopicSchemas;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who gets into the administration, and who does not. */
@QuarkusTest
@WithTestResource(KafkaResource.class)
@TestProfile(AdminSecurityIT.TokenAndOidc.class)
@ExtendWith(DocumentedAnswers.class)
class AdminSecurityIT {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final TestTokens PROVIDER = new TestTokens("provider");
    private static final String PATH = "/api/admin/identity";

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    /** The tests are different clients by what a proxy says of them, so that one does not use up another's attempts. */
    public static class TokenAndOidc implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "verdict.admin.token", TOKEN,
                    "verdict.admin.oidc", "true",
                    "quarkus.oidc.public-key", PROVIDER.publicKey(),
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.allow-x-forwarded", "true");
        }
    }

    @Test
    void shouldAskForTokenWhenThereIsNone() {
        problem(given().get(PATH), 401).header("WWW-Authenticate", containsString("Bearer"));
    }

    @Test
    void shouldAskForTokenWhenThereIsNoSuchResource() {
        problem(given().get("/api/admin/nothing"), 401);
        problem(withToken(TOKEN).get("/api/admin/nothing"), 404);
    }

    @Test
    void shouldLetStaticTokenIn() {
        withToken(TOKEN)
                .get(PATH)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("name", equalTo("admin-token"))
                .body("roles", equalTo(List.of("admin")));
    }

    @Test
    void shouldLetProvidersAdminIn() throws GeneralSecurityException {
        withToken(PROVIDER.token("alice", "admin", inAnHour()))
                .get(PATH)
                .then()
                .statusCode(200)
                .body("name", equalTo("alice"));
    }

    @Test
    void shouldRefuseWhenRoleIsWrong() throws GeneralSecurityException {
        problem(withToken(PROVIDER.token("bob", "reader", inAnHour())).get(PATH), 403)
                .body("detail", containsString("\"admin\""));
    }

    static Stream<Arguments> badCredentials() throws GeneralSecurityException {
        return Stream.of(
                Arguments.of("a wrong token", "Bearer " + TOKEN.replace('f', 'e')),
                Arguments.of("a beginning of the token", "Bearer " + TOKEN.substring(0, 31)),
                Arguments.of("a token that goes on", "Bearer " + TOKEN + "0"),
                Arguments.of("another scheme", "Basic " + TOKEN),
                Arguments.of("no scheme", TOKEN),
                Arguments.of("nothing after the scheme", "Bearer"),
                Arguments.of("an expired JWT", "Bearer " + PROVIDER.token("alice", "admin", anHourAgo())),
                Arguments.of(
                        "a JWT with another's signature",
                        "Bearer " + new TestTokens("somebody else").token("alice", "admin", inAnHour())),
                Arguments.of(
                        "a JWT without signature", "Bearer " + TestTokens.unsignedToken("alice", "admin", inAnHour())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCredentials")
    void shouldRefuseBadCredentials(String name, String authorization) {
        problem(
                        given().header("X-Forwarded-For", "192.0.2.1")
                                .header("Authorization", authorization)
                                .get(PATH),
                        401)
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("detail", equalTo("the credentials are wrong or expired"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "Token"})
    void shouldRefuseTokenInAddress(String parameter) {
        problem(withToken(TOKEN).queryParam(parameter, TOKEN).get(PATH), 400)
                .body("detail", not(containsString(TOKEN)));
    }

    @Test
    void shouldLetClientWaitWhenItTriesManyTokens() {
        // Given
        for (int attempt = 0; attempt < 10; attempt++) {
            problem(
                    from("192.0.2.2")
                            .header("Authorization", "Bearer guess-" + attempt)
                            .get(PATH),
                    401);
        }

        // Then
        String wait = problem(
                        from("192.0.2.2")
                                .header("Authorization", "Bearer " + TOKEN)
                                .get(PATH),
                        429)
                .extract()
                .header("Retry-After");
        assertThat(Integer.parseInt(wait)).isBetween(1, 61);
        from("192.0.2.3")
                .header("Authorization", "Bearer " + TOKEN)
                .get(PATH)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/admin/../admin/identity",
                "/api/%61dmin/identity",
                "/api/admin;a=b/identity",
                "/api;a=b/admin/identity",
                "//api/admin/identity",
                "/api//admin//identity",
                "/api/admin/identity/",
                "/api/admin%2Fidentity",
                "/x/../api/admin/identity",
                "/api/admin/identity;a=b",
                "/api/ADMIN/identity"
            })
    void shouldNotBeGotRoundByHowPathIsWritten(String path) throws IOException {
        assertThat(statusOf("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .isIn(401, 404);
    }

    @Test
    void shouldRefuseBodyOfMoreThan64KiB() {
        problem(
                withToken(TOKEN)
                        .contentType(ContentType.JSON)
                        .body("x".repeat(64 << 10))
                        .post(PATH),
                405);
        problem(
                withToken(TOKEN)
                        .contentType(ContentType.JSON)
                        .body("x".repeat((64 << 10) + 1))
                        .post(PATH),
                413);
    }

    @Test
    void shouldRefuseBodyOfUnknownLength() throws IOException {
        assertThat(statusOf("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"))
                .isEqualTo(411);
    }

    @Test
    void shouldWriteDownWhoChangesWhatAndNeverTheToken() throws GeneralSecurityException {
        // When
        String token = PROVIDER.token("carol", "reader", inAnHour());
        problem(withToken(token).contentType(ContentType.JSON).body("{}").post(PATH), 403);

        // Then
        var message = new KafkaProbe(bootstrapServers).await("verdict.audit", "carol");
        assertThat(new JsonObject(new String(message.value(), StandardCharsets.UTF_8)).getMap())
                .containsEntry("who", "carol")
                .containsEntry("method", "POST")
                .containsEntry("path", PATH)
                .containsEntry("status", 403)
                .containsEntry("address", "192.0.2.4")
                .containsKey("at")
                .hasSize(6);
        assertThat(TopicSchemas.errors("audit-entry", message.value())).isEmpty();
    }

    @Test
    void shouldNotBeThereForPagesOfOthers() {
        withToken(TOKEN)
                .header("Origin", "https://elsewhere.example")
                .get(PATH)
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
        problem(
                        given().header("Origin", "https://elsewhere.example")
                                .header("Access-Control-Request-Method", "POST")
                                .options(PATH),
                        401)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/swagger-ui/", "/q/health/ready", "/api/score"})
    void shouldSayWhatBrowsersMayDoWithPages(String path) {
        given().get(path)
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/metrics", "/q/health"})
    void shouldNotTellToken(String path) {
        given().get(path).then().body(not(containsString(TOKEN)));
    }

    private static ValidatableResponse problem(Response response, int status) {
        return response.then()
                .statusCode(status)
                .contentType(containsString("application/problem+json"))
                .body("status", equalTo(status));
    }

    private static RequestSpecification withToken(String token) {
        return from("192.0.2.4").header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification from(String address) {
        return given().header("X-Forwarded-For", address);
    }

    /** Of a request that is sent as it stands; a client would tidy it up. */
    private int statusOf(String request) throws IOException {
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String line = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            return Integer.parseInt(line.substring("HTTP/1.1 ".length()));
        }
    }

    private static Instant inAnHour() {
        return Instant.now().plusSeconds(3600);
    }

    private static Instant anHourAgo() {
        return Instant.now().minusSeconds(3600);
    }
}
