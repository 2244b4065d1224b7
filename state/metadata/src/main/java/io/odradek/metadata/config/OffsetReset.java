package io.odradek.metadata.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** The values of {@code share.auto.offset.reset} (KIP-932). Stateless; any thread. */
final class OffsetReset {
    private static final String BY_DURATION = "by_duration:";

    private OffsetReset() {}

    static boolean isValid(String value) {
        if (value.equals("latest") || value.equals("earliest")) {
            return true;
        }
        if (!value.startsWith(BY_DURATION)) {
            return false;
        }
        try {
            return !Duration.parse(value.substring(BY_DURATION.length())).isNegative();
        } catch (DateTimeParseException _) {
            return false;
        }
    }
}
