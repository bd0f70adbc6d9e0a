package dev.verdict.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.verdict.text.Tokenizer;
import dev.verdict.text.TokenizerSettings;
import dev.verdict.text.VocabularyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "tokenize",
        mixinStandardHelpOptions = true,
        description = "Shows what the network sees: a JSON line per text, with its words and their indices.")
final class TokenizeCommand implements Callable<Integer> {
    private static final ObjectWriter JSON = new ObjectMapper().writerFor(Tokens.class);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--vocabulary",
            paramLabel = "FILE",
            description = "Instead of a model's: a word a line, most frequent first.")
    private Path vocabulary;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "A text; by default each line of standard input.")
    private String text;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Tokenizer tokenizer = tokenizer();
        try (OutputLines out = OutputLines.toStandardOutput()) {
            if (text != null) {
                out.print(json(text, tokenizer));
                return 0;
            }
            InputLines in = InputLines.of(System.in);
            for (List<String> lines = in.next(); !lines.isEmpty(); lines = in.next()) {
                for (String line : lines) {
                    out.print(json(line, tokenizer));
                }
                out.flush();
            }
        }
        return 0;
    }

    private Tokenizer tokenizer() throws IOException {
        if (vocabulary == null) {
            return model.read().tokenizer();
        }
        if (model.isGiven()) {
            throw new ParameterException(spec.commandLine(), "--model and --vocabulary exclude each other");
        }
        return new Tokenizer(VocabularyFile.read(InputFile.existing(vocabulary)), TokenizerSettings.KERAS_IMDB);
    }

    private static byte[] json(String text, Tokenizer tokenizer) throws IOException {
        return JSON.writeValueAsBytes(
                new Tokens(Tokenizer.words(text), tokenizer.encode(text).indices()));
    }

    /** @param tokens all words of the text; indices one a time step */
    private record Tokens(List<String> tokens, int[] indices) {}
}
