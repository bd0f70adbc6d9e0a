package dev.verdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.BundledModel;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What the program says to wrong usage and bad input; {@link ProgramIT} runs it as a process. */
class VerdictCommandTest {
    @TempDir
    Path folder;

    private record Result(int status, String out, String err) {}

    @ParameterizedTest
    @ValueSource(strings = {"", "demo", "serve", "feed", "train", "evaluate", "score", "tokenize", "export", "replay"})
    void shouldPrintUsageWhenHelpIsAsked(String command) {
        // When
        Result result = command.isEmpty() ? run("--help") : run(command, "--help");

        // Then
        assertThat(result.status).isZero();
        assertThat(result.out).startsWith("Usage: verdict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bogus",
                "score --bogus",
                "train --epochs 0",
                "train --epochs many",
                "demo --rate 0",
                "demo --rate 0.09",
                "broker",
                "demo --reviews -1",
                "feed --rate 0.09",
                "feed --reviews -1",
                "export",
                "tokenize --model a --vocabulary b text"
            })
    void shouldExitWithTwoWhenUsageIsWrong(String arguments) {
        assertThat(run(arguments.split(" ")).status).isEqualTo(2);
    }

    /** Files of the test are written as {@code @NAME}. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "score --model @nowhere.zip good,                  nowhere.zip does not exist",
        "score --model @pom.xml good,                      pom.xml is not a model that can be used",
        "score --model @cut.zip good,                      cut.zip is damaged or no model artifact",
        "tokenize --vocabulary @nowhere.txt good,          nowhere.txt does not exist",
        "tokenize --vocabulary @windows.txt good,          has the line ends of Windows",
        "train --data @nowhere.tar.gz --out @models,       nowhere.tar.gz",
        "train --data @cut.tar.gz --out @models,           cut.tar.gz",
        "train --data @empty --out @models,                holds no folder train",
        "train --data @no-columns.csv --out @models,       column",
        "train --data @no-columns.csv --out @windows.txt,  windows.txt is in the way",
        "train --data @no-columns.csv --out /dev/null/models, /dev/null",
        "evaluate --data @pom.xml,                         pom.xml",
        "export --onnx @empty,                             empty cannot be read or written: it is not an ordinary file",
        "export --onnx /dev/null/a.onnx,                   /dev/null",
        "export --onnx @a.onnx --model @cut.zip,           cut.zip is damaged or no model artifact"
    })
    void shouldExitWithOneAndASentenceWhenInputIsBad(String arguments, String words) throws IOException {
        // Given
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.writeString(folder.resolve("windows.txt"), "the\r\nfilm\r\n");
        Files.writeString(folder.resolve("no-columns.csv"), "a,b\n1,2\n");
        Files.createDirectory(folder.resolve("empty"));
        Files.write(folder.resolve("cut.zip"), Arrays.copyOf(BundledModel.bytes(), 100_000));
        Files.write(folder.resolve("cut.tar.gz"), gzippedNoise(50_000));

        // When
        Result result = run(arguments.replace("@", folder + "/").split(" "));

        // Then
        assertThat(result.status).isEqualTo(1);
        assertThat(result.out).isEmpty();
        assertThat(result.err.lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("verdict: ")
                .contains(words);
        Path models = folder.resolve("models");
        if (Files.exists(models)) {
            assertThat(models).isEmptyDirectory();
        }
    }

    private static byte[] gzippedNoise(int bytes) throws IOException {
        byte[] noise = new byte[2 * bytes];
        new Random(1).nextBytes(noise);
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip)) {
            out.write(noise);
        }
        return Arrays.copyOf(gzip.toByteArray(), bytes);
    }

    private static Result run(String... arguments) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
        try {
            int status = VerdictCommand.run(arguments);
            return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }
}
