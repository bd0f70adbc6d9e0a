package dev.verdict.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** PyTorch's training of the same network, where this machine's python3 has it. */
final class PyTorchRun {
    private static final int BATCHES = 40;
    /** The user's, and the system's, whose packages the user's may not see. */
    private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

    private PyTorchRun() {}

    /** Median seconds of a minibatch; nothing if there is no PyTorch. */
    static OptionalDouble batchSeconds(Path script, int threads) throws IOException {
        Optional<String> python =
                INTERPRETERS.stream().filter(PyTorchRun::hasTorch).findFirst();
        if (python.isEmpty()) {
            return OptionalDouble.empty();
        }
        var command = new ProcessBuilder(
                python.get(), script.toString(), Integer.toString(threads), Integer.toString(BATCHES));
        command.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        // Two pools of threads are more than there are cores: OpenBLAS's alone slows it down two to four times.
        command.environment().put("OPENBLAS_NUM_THREADS", "1");
        Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(script + " failed, see above");
            }
        } catch (InterruptedException e) {
            process.destroy();
            throw new IOException("interrupted", e);
        }
        return OptionalDouble.of(Double.parseDouble(output));
    }

    private static boolean hasTorch(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import torch")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such interpreter
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
