package dev.verdict.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.NetworkSettings;
import dev.verdict.model.TestModels;
import dev.verdict.network.RecurrentActivation;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM whose vectors are shorter, or that has none, gives the same probabilities to the last bit. */
class OtherMachinesTest {
    private static final int STEPS = 30;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // without the Vector API
                "--add-modules=jdk.incubator.vector",
                "--add-modules=jdk.incubator.vector -XX:MaxVectorSize=32 -XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=2",
                "--add-modules=jdk.incubator.vector -XX:MaxVectorSize=16"
            })
    @Timeout(120)
    void shouldGiveTheSameBitsWhenJvmHasOptions(String options) throws Exception {
        // Given
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.stream(options.split(" "))
                .filter(option -> !option.isEmpty())
                .toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Printed.class.getName()));

        // When
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = process.inputReader(UTF_8).lines().toList();

        // Then
        assertThat(process.waitFor()).isZero();
        boolean withVectors = options.contains("vector");
        assertThat(lines.getFirst()).isEqualTo("vectors " + withVectors);
        assertThat(lines.subList(1, lines.size())).isEqualTo(probabilities()).hasSize(2 * 3 * 70);
    }

    private static List<String> probabilities() {
        var lines = new ArrayList<String>();
        for (var activation : RecurrentActivation.values()) {
            for (int units : new int[] {5, 48, 128}) {
                var inference = new LstmInference(
                        TestModels.weights(new NetworkSettings(60, 20, units, activation), 31), STEPS);
                inference.warmUp();
                for (double probability : inference.probabilities(TestSequences.ofEveryLength(70, STEPS, 60, 32))) {
                    lines.add(Double.toHexString(probability));
                }
            }
        }
        return lines;
    }

    /** What the other JVM runs. */
    static final class Printed {
        private Printed() {}

        public static void main(String[] args) throws IOException {
            System.out.println("vectors "
                    + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
            probabilities().forEach(System.out::println);
        }
    }
}
