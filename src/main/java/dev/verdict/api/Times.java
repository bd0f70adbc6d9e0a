package dev.verdict.api;

import java.time.DateTimeException;
import java.time.Instant;

/** Moments in requests: ISO 8601 with a zone. */
final class Times {
    private Times() {}

    /** @param name of the parameter */
    static Instant parse(String name, String time) {
        try {
            Instant instant = Instant.parse(time);
            instant.toEpochMilli(); // throws when it is too far off
            return instant;
        } catch (DateTimeException | ArithmeticException _) {
            throw Problems.badRequest(name + " must be an instant such as 2026-11-24T12:00:00Z");
        }
    }
}
