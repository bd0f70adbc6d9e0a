package dev.verdict.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

class LabelTest {
    static Stream<Arguments> probabilities() {
        return Stream.of(
                arguments(0.0, Label.NEGATIVE),
                arguments(Math.nextDown(0.5), Label.NEGATIVE),
                arguments(0.5, Label.POSITIVE),
                arguments(Math.nextUp(0.5), Label.POSITIVE),
                arguments(1.0, Label.POSITIVE));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("probabilities")
    void shouldPartAtOneHalfWhenProbabilityIs(double probability, Label expected) {
        // When
        Label label = Label.of(probability);

        // Then
        assertThat(label).isEqualTo(expected);
    }
}
