package dev.verdict.cli;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version that the build wrote into the program. */
final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream version = BuildVersion.class.getResourceAsStream("version.txt")) {
            return new String[] {"Verdict " + new String(version.readAllBytes(), StandardCharsets.UTF_8).strip()};
        }
    }
}
