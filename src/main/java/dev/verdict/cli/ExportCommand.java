package dev.verdict.cli;

import dev.verdict.export.OnnxFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a model's network in the ONNX format, for those who serve it elsewhere.",
            "Input indices, int64 [batch, sequence length], as tokenize shows them; output probability, float32 [batch]."
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--onnx",
            paramLabel = "OUT",
            required = true,
            description = "The file to write; one that is there is replaced.")
    private Path onnx;

    @Override
    public Integer call() throws IOException {
        if (model.isReadFrom(onnx)) {
            throw new ParameterException(spec.commandLine(), "--onnx would replace the model itself");
        }
        OnnxFile.write(model.read(), BuildVersion.number(), onnx);
        spec.commandLine().getOut().println("Wrote " + onnx);
        return 0;
    }
}
