package dev.verdict.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a time in the form of ISO 8601, or how long ago it was: {@code 90s}, {@code 15m}, {@code 2h}, {@code 7d}, {@code PT1H30M}. */
final class PastTime implements ITypeConverter<Instant> {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})([smhd])");

    private final InstantSource clock;

    PastTime() {
        this(InstantSource.system());
    }

    PastTime(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String value) {
        try {
            Matcher shortForm = SHORT.matcher(value);
            if (shortForm.matches()) {
                long number = Long.parseLong(shortForm.group(1));
                return ago(
                        switch (shortForm.group(2)) {
                            case "s" -> Duration.ofSeconds(number);
                            case "m" -> Duration.ofMinutes(number);
                            case "h" -> Duration.ofHours(number);
                            default -> Duration.ofDays(number);
                        });
            }
            return value.startsWith("P")
                    ? ago(Duration.parse(value))
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException | ArithmeticException _) {
            throw new TypeConversionException(
                    "\"" + value
                            + "\" is neither a time with its zone (2026-11-25T10:15:30Z) nor how long ago it was (15m, 2h, 7d, PT1H30M)");
        }
    }

    private Instant ago(Duration duration) {
        return clock.instant().minus(duration);
    }
}
