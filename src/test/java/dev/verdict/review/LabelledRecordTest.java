package dev.verdict.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.contract.TopicSchemas;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelledRecordTest {
    @ParameterizedTest
    @EnumSource
    void shouldFollowItsSchemaAndBeReadBackWhenWritten(Label label) {
        // Given
        var labelled = new LabelledRecord("r-1", "Not bad \"at all\" \uD83C\uDFAC", label);

        // When
        byte[] json = labelled.toJson();

        // Then
        assertThat(TopicSchemas.errors("labelled-review", json)).isEmpty();
        assertThat(LabelledRecord.read(json)).contains(labelled);
    }
}
