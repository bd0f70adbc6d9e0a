package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.verdict.contract.DocumentedAnswers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

@QuarkusTest
@WithTestResource(KafkaResource.class)
@ExtendWith(DocumentedAnswers.class)
class ExplanationIT {
    @Test
    void shouldSayWhatEachWordContributesWhenExplanationIsAsked() {
        given().contentType(ContentType.JSON)
                .body(Map.of("text", "😀 A wonderful, WONDERFUL film", "explain", true))
                .post("/api/score")
                .then()
                .statusCode(200)
                .body("label", equalTo("POSITIVE"))
                .body("explanation.tokens", hasSize(4))
                .body("explanation.tokens[1].word", equalTo("wonderful"))
                .body("explanation.tokens[1].start", equalTo(5))
                .body("explanation.tokens[1].end", equalTo(14))
                .body("explanation.tokens[1].known", equalTo(true))
                .body("explanation.words[0].word", equalTo("wonderful"))
                .body("explanation.words[0].count", equalTo(2))
                .body("explanation.words[0].contribution", greaterThan(0f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\":\"fine\"}", "{\"text\":\"fine\",\"explain\":false}"})
    void shouldLeaveExplanationOutWhenItIsNotAsked(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/score")
                .then()
                .statusCode(200)
                .body("explanation", nullValue());
    }

    @Test
    void shouldAnswerProblemWhenExplainIsNoBoolean() {
        given().contentType(ContentType.JSON)
                .body("{\"text\":\"fine\",\"explain\":\"yes\"}")
                .post("/api/score")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("\"explain\" must be true or false"));
    }
}
