package dev.verdict.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The system's clock as processes see it that are started with its environment: libfaketime puts itself before the system's own.
 * What measures spans goes on as it is.
 */
final class SystemClock {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"));

    private final Path library;
    private final Path setting;

    private SystemClock(Path library, Path setting) {
        this.library = library;
        this.setting = setting;
    }

    static SystemClock inFolder(Path folder) throws IOException {
        var library = LIBRARIES.stream().filter(Files::exists).findFirst();
        assertThat(library)
                .as("the clock of a process can be set with libfaketime only: install the package faketime")
                .isPresent();
        var clock = new SystemClock(library.get(), folder.resolve("clock"));
        clock.setOff(Duration.ZERO);
        return clock;
    }

    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", setting.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_DISABLE_SHM", "1");
    }

    /** Sets it so much ahead of the true time, or behind it if negative; processes notice within a second. */
    void setOff(Duration ahead) throws IOException {
        Path written = Files.writeString(setting.resolveSibling("clock.new"), "%+d".formatted(ahead.toSeconds()));
        Files.move(written, setting, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
