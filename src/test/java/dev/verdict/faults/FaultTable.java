package dev.verdict.faults;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Prints results as a table and keeps them as JSON. */
final class FaultTable {
    private FaultTable() {}

    static void write(List<FaultResult> results, Path json) throws IOException {
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), results);
        System.out.println("| fault | reviews | verdicts | dead | missing | duplicates | longest pause |");
        System.out.println("|---|---|---|---|---|---|---|");
        results.forEach(result -> System.out.printf(
                "| %s | %d | %d | %d | %d | %d | %.1f s |%n",
                result.fault(),
                result.reviews(),
                result.verdicts(),
                result.dead(),
                result.missing(),
                result.duplicates(),
                result.longestPauseMillis() / 1000.0));
    }
}
