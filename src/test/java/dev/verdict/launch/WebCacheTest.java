package dev.verdict.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class WebCacheTest {
    @TempDir
    Path temporaryFiles;

    @AfterEach
    void forget() {
        System.clearProperty(WebCache.PROPERTY);
        WebCache.UNPACKING.forEach(System::clearProperty);
    }

    @Test
    void shouldNameFolderOfThisProcessWithoutMakingIt() {
        WebCache.choose(temporaryFiles);

        Path chosen = Path.of(System.getProperty(WebCache.PROPERTY));
        assertThat(chosen).hasParentRaw(temporaryFiles).doesNotExist();
        assertThat(chosen.getFileName())
                .hasToString(WebCache.name(ProcessHandle.current()))
                .asString()
                .contains("-" + ProcessHandle.current().pid() + "-");
    }

    @Test
    void shouldDeleteFolderWhenItsProcessIsGone() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        String name = WebCache.name(process.toHandle());
        process.waitFor();
        Path left = folder(name);

        WebCache.choose(temporaryFiles);

        assertThat(left).doesNotExist();
    }

    @Test
    void shouldDeleteFolderWhenAnotherProcessHasItsNumber() throws IOException {
        Path left = folder("verdict-web-" + ProcessHandle.current().pid() + "-1000");

        WebCache.choose(temporaryFiles);

        assertThat(left).doesNotExist();
    }

    @Test
    void shouldKeepFolderWhenItsProcessLives() throws IOException {
        Path used = folder(WebCache.name(ProcessHandle.current()));

        WebCache.choose(temporaryFiles);

        assertThat(used).isDirectoryContaining("glob:**/page.html");
    }

    @Test
    void shouldKeepWhatLinkLeadsTo() throws IOException {
        Path other = folder("other");
        Files.createSymbolicLink(
                temporaryFiles.resolve("verdict-web-" + ProcessHandle.current().pid() + "-1000"), other);

        WebCache.choose(temporaryFiles);

        assertThat(other).isNotEmptyDirectory();
    }

    @Test
    void shouldDeleteProbeWhenItsProcessIsGone() throws IOException {
        Path probe = Files.createFile(
                temporaryFiles.resolve("verdict-web-" + ProcessHandle.current().pid() + "-1000.probe"));

        WebCache.choose(temporaryFiles);

        assertThat(probe).doesNotExist();
    }

    @Test
    void shouldKeepWhatHasAnotherName() throws IOException {
        Path other = folder("verdict-web-of-somebody");

        WebCache.choose(temporaryFiles);

        assertThat(other).isNotEmptyDirectory();
    }

    @Test
    void shouldUnpackNothingWhenFolderForTemporaryFilesCannotBeWritten() {
        WebCache.choose(temporaryFiles.resolve("missing"));

        assertThat(System.getProperty(WebCache.PROPERTY)).isNull();
        assertThat(WebCache.UNPACKING)
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(System.getProperty(setting)).isEqualTo("false"));
    }

    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectory(temporaryFiles.resolve(name));
        Files.writeString(folder.resolve("page.html"), "<p>");
        return folder;
    }
}
