package dev.verdict.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.dataset.LabelledReview;
import dev.verdict.review.Label;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;

/** Makes the sample that the demonstration plays; for those who build Verdict. */
@Command(
        name = "sample",
        hidden = true,
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Draws reviews from the test half, as many positive as negative, as gzipped JSON lines.")
final class SampleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(names = "--reviews", paramLabel = "N", defaultValue = "1000")
    private int reviews;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE", required = true)
    private Path out;

    @Override
    public Integer call() throws IOException {
        var random = new Random(seed);
        List<LabelledReview> test =
                new ArrayList<>(data.read(spec.commandLine().getErr()).test());
        Collections.shuffle(test, random);
        List<LabelledReview> sample = new ArrayList<>();
        for (boolean positive : List.of(true, false)) {
            test.stream()
                    .filter(review -> review.positive() == positive)
                    .limit(reviews / 2)
                    .forEach(sample::add);
        }
        Collections.shuffle(sample, random);
        var json = new ObjectMapper();
        try (OutputStream lines = new GZIPOutputStream(Files.newOutputStream(out))) {
            for (LabelledReview review : sample) {
                lines.write(json.writeValueAsBytes(fields(review)));
                lines.write("\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        return 0;
    }

    private static Map<String, String> fields(LabelledReview review) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("id", review.id());
        fields.put("text", review.text());
        fields.put("label", (review.positive() ? Label.POSITIVE : Label.NEGATIVE).name());
        return fields;
    }
}
