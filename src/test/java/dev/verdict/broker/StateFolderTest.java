package dev.verdict.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class StateFolderTest {
    @TempDir
    private Path parent;

    @Test
    void shouldDeleteAFolderBesideItWhenItsMarkerIsNotLocked() throws IOException {
        // Given
        Path abandoned = Files.createDirectories(parent.resolve(StateFolder.PREFIX + "1/log"))
                .getParent();
        Files.createFile(abandoned.resolve(StateFolder.MARKER));
        Files.writeString(abandoned.resolve("log/00000000000000000000.log"), "records");
        StateFolder folder = StateFolder.create(parent);

        // When
        folder.deleteAbandonedSiblings();

        // Then
        assertThat(abandoned).doesNotExist();
        assertThat(folder.path()).isDirectory();
    }

    @Test
    void shouldKeepAFolderBesideItWhenItHasNoMarker() throws IOException {
        // Given
        Path notes = Files.createDirectory(parent.resolve(StateFolder.PREFIX + "notes"));
        Path file = Files.writeString(parent.resolve(StateFolder.PREFIX + "file"), "not a folder");

        // When
        StateFolder.create(parent).deleteAbandonedSiblings();

        // Then
        assertThat(notes).isDirectory();
        assertThat(file).exists();
    }

    @Test
    void shouldKeepAMarkedFolderWhenItsNameIsAnother() throws IOException {
        // Given
        Path other = Files.createDirectory(parent.resolve("kafka-1"));
        Files.createFile(other.resolve(StateFolder.MARKER));

        // When
        StateFolder.create(parent).deleteAbandonedSiblings();

        // Then
        assertThat(other).isDirectory();
    }

    @Test
    void shouldKeepAMarkedFolderWhenItIsReachedByALink(@TempDir Path elsewhere) throws IOException {
        // Given
        Files.createFile(elsewhere.resolve(StateFolder.MARKER));
        Files.createSymbolicLink(parent.resolve(StateFolder.PREFIX + "link"), elsewhere);

        // When
        StateFolder.create(parent).deleteAbandonedSiblings();

        // Then
        assertThat(elsewhere.resolve(StateFolder.MARKER)).exists();
    }

    @Test
    void shouldLeaveTheTargetOfALinkWhenTheFolderIsDeleted(@TempDir Path elsewhere) throws IOException {
        // Given
        Path kept = Files.writeString(elsewhere.resolve("kept"), "kept");
        Path folder = StateFolder.create(parent).path();
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);

        // When
        StateFolder.delete(folder);

        // Then
        assertThat(folder).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void shouldRefuseToDeleteAFolderWhenItsNameIsAnother() {
        assertThatThrownBy(() -> StateFolder.delete(parent)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StateFolder.delete(Path.of("/"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(parent).isDirectory();
    }

    @Test
    void shouldDoNothingWhenTheFolderIsGoneAlready() throws IOException {
        // Given
        Path folder = StateFolder.create(parent).path();
        StateFolder.delete(folder);

        // When
        StateFolder.delete(folder);

        // Then
        assertThat(parent).isEmptyDirectory();
    }
}
