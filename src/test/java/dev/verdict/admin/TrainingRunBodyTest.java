package dev.verdict.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdict.retraining.TrainingData;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class TrainingRunBodyTest {
    private static final String TOPIC = "reviews.labelled";

    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void shouldTrainOnImdbWhenNothingIsSaid(String body) {
        assertThat(read(body)).isEqualTo(new TrainingRunBody(15, 1, new TrainingData.Imdb(), ""));
    }

    @Test
    void shouldReadAllThatCanBeSaid() {
        assertThat(read("""
            {"epochs": 3, "seed": -9007199254740993, "from": "20261123T204500Z-0a1b2c3d",
             "data": {"topic": "reviews.labelled", "since": "2026-11-25T08:00:00Z", "addedTo": "imdb"}}\
            """))
                .isEqualTo(new TrainingRunBody(
                        3,
                        -9007199254740993L,
                        new TrainingData.Labelled(Instant.parse("2026-11-25T08:00:00Z"), true),
                        "20261123T204500Z-0a1b2c3d"));
        assertThat(read("{\"data\": {\"topic\": \"reviews.labelled\"}}").data())
                .isEqualTo(new TrainingData.Labelled(Instant.EPOCH, false));
        assertThat(read("{\"data\": \"2026/reviews.csv\"}").data())
                .isEqualTo(new TrainingData.File("2026/reviews.csv"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        [] | a JSON object
        {"epochs": 0} | "epochs" must be a whole number from 1 to 1000
        {"epochs": -1} | "epochs" must be a whole number from 1 to 1000
        {"epochs": 1001} | "epochs" must be a whole number from 1 to 1000
        {"epochs": 4294967297} | "epochs" must be a whole number from 1 to 1000
        {"epochs": 1.5} | "epochs" must be a whole number
        {"epochs": "3"} | "epochs" must be a whole number
        {"epochs": null} | "epochs" must be a whole number
        {"seed": 9223372036854775808} | "seed" must be a whole number
        {"epoch": 3} | known are data, epochs, from, seed
        {"data": 3} | "data" must be
        {"data": {"topic": "reviews"}} | "data.topic" must be "reviews.labelled"
        {"data": {"topic": "reviews.labelled", "since": "yesterday"}} | "data.since" must be a time
        {"data": {"topic": "reviews.labelled", "addedTo": "reviews"}} | "data.addedTo" must be "imdb"
        {"data": {"topic": "reviews.labelled", "until": ""}} | known are data.addedTo, data.since, data.topic
        {"from": "latest"} | "from" must be a model version
        {"from": "../../etc/passwd"} | "from" must be a model version
        {"from": "20261123T204500Z-0a1b2c3d;x"} | "from" must be a model version
        {"from": 3} | "from" must be a model version
        """)
    void shouldSayWhatIsBad(String body, String detail) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getDetail()).contains(detail));
    }

    private static TrainingRunBody read(String body) {
        return TrainingRunBody.read(body.getBytes(UTF_8), TOPIC);
    }
}
