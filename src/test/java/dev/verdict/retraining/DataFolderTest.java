package dev.verdict.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdict.retraining.RunWork.RefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class DataFolderTest {
    @TempDir
    Path home;

    private DataFolder folder;
    private Path file;

    @BeforeEach
    void makeFolder() throws IOException {
        Path allowed = Files.createDirectories(home.toRealPath().resolve("data/2026"));
        file = Files.writeString(allowed.resolve("reviews.csv"), "text,label\n");
        Files.writeString(home.resolve("secret.csv"), "text,label\n");
        folder = new DataFolder(Optional.of(home.resolve("data")));
    }

    @Test
    void shouldFindFileBelowTheFolder() {
        assertThat(folder.resolve("2026/reviews.csv")).isEqualTo(file);
        assertThat(folder.resolve("2026")).isEqualTo(file.getParent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.csv",
                "2026/../../secret.csv",
                "./2026/reviews.csv",
                "2026/../2026/reviews.csv",
                "/etc/passwd",
                "..",
                "..\\secret.csv",
                "2026\0/reviews.csv",
                "2026/reviews.csv\n",
                " ",
                ""
            })
    void shouldRefusePathThatLeavesTheFolderOrIsOdd(String path) {
        assertThat(folder.problem(path)).isPresent();
        assertThatThrownBy(() -> folder.resolve(path)).isInstanceOf(RefusedException.class);
    }

    @Test
    void shouldRefuseFileThatIsNotThere() {
        assertThatThrownBy(() -> folder.resolve("2026/nothing.csv"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("2026/nothing.csv is not there");
    }

    @Test
    void shouldRefuseSymbolicLinks() throws IOException {
        // Given
        Files.createSymbolicLink(home.resolve("data/link.csv"), home.resolve("secret.csv"));
        Files.createSymbolicLink(home.resolve("data/up"), home);

        // Then
        assertThatThrownBy(() -> folder.resolve("link.csv")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> folder.resolve("up/secret.csv")).hasMessageContaining("symbolic link");
    }

    @Test
    void shouldRefuseEverythingWhenNoFolderIsConfigured() {
        assertThat(new DataFolder(Optional.empty()).problem("reviews.csv"))
                .hasValueSatisfying(problem -> assertThat(problem).contains("VERDICT_TRAINING_DATA_DIRECTORY"));
    }
}
