package dev.verdict.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdict.model.ModelArtifact;
import dev.verdict.model.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

class OnnxFileTest {
    private final ModelArtifact artifact = TestModels.small(1);

    @TempDir
    Path folder;

    @Test
    void shouldSayWhereTheModelComesFromWhenWritten() throws IOException {
        // Given
        Path file = folder.resolve("model.onnx");

        // When
        OnnxFile.write(artifact, "1.2.3", file);

        // Then
        ProtobufReader model = ProtobufReader.of(Files.readAllBytes(file));
        assertThat(model.fields()).containsExactly(1, 2, 3, 6, 7, 8, 14);
        assertThat(model.integer(1)).as("version of the format").isEqualTo(8);
        assertThat(model.text(2)).isEqualTo("Verdict");
        assertThat(model.text(3)).isEqualTo("1.2.3");
        assertThat(model.text(6)).contains(artifact.version().value());
        assertThat(model.message(7).messages(1)).isNotEmpty();
        assertThat(model.messages(8)).hasSize(1);
        assertThat(model.message(8).text(1)).as("operators of ONNX itself").isEmpty();
        assertThat(model.message(8).integer(2)).isEqualTo(17);
        Map<String, String> metadata = model.messages(14).stream()
                .collect(Collectors.toMap(property -> property.text(1), property -> property.text(2)));
        assertThat(metadata)
                .containsEntry("verdict.model", artifact.version().value())
                .containsEntry("verdict.sequenceLength", "80")
                .containsEntry("verdict.indexCount", "12")
                .containsEntry("verdict.vocabularySize", "8")
                .hasEntrySatisfying(
                        "verdict.tokenizer", text -> assertThat(text).contains("r + 3"));
    }

    @Test
    void shouldWriteTheSameBytesWhenTheArtifactIsTheSame() throws IOException {
        assertThat(bytes(TestModels.small(1))).isEqualTo(bytes(artifact)).isNotEqualTo(bytes(TestModels.small(2)));
    }

    @Test
    void shouldMakeTheFolderAndLeaveOnlyTheFileWhenWritten() throws IOException {
        // Given
        Path file = folder.resolve("new/folder/model.onnx");

        // When
        OnnxFile.write(artifact, "1", file);

        // Then
        assertThat(file.getParent().toFile().list()).containsExactly("model.onnx");
        assertThat(file).hasBinaryContent(bytes(artifact));
    }

    @Test
    void shouldReplaceTheFileWhenOneIsThere() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("model.onnx"), "an earlier one");

        // When
        OnnxFile.write(artifact, "1", file);

        // Then
        assertThat(file).hasBinaryContent(bytes(artifact));
    }

    @Test
    void shouldLeaveEverythingAsItWasWhenTheNameIsAFolders() throws IOException {
        // Given
        Path inTheWay = Files.createDirectory(folder.resolve("model.onnx"));

        // When
        // Then
        assertThatThrownBy(() -> OnnxFile.write(artifact, "1", inTheWay))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not an ordinary file");
        assertThat(folder.toFile().list()).containsExactly("model.onnx");
        assertThat(inTheWay).isEmptyDirectory();
    }

    private static byte[] bytes(ModelArtifact artifact) throws IOException {
        var out = new ByteArrayOutputStream();
        OnnxFile.write(artifact, "1", out);
        return out.toByteArray();
    }
}
