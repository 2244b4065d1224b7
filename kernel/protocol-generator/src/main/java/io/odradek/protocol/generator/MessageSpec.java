package io.odradek.protocol.generator;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One spec file.
 *
 * @param apiKey the API key or record type, -1 if it has none
 * @param listeners the kinds of listener that accept the request
 * @param latestVersionUnstable whether the highest version is not released yet
 * @param nested every structure nested in the message
 */
record MessageSpec(
        Kind kind,
        int apiKey,
        Set<String> listeners,
        VersionRange validVersions,
        VersionRange flexibleVersions,
        boolean latestVersionUnstable,
        StructSpec root,
        List<StructSpec> nested) {

    /** What a message is for. */
    enum Kind {
        REQUEST("request"),
        RESPONSE("response"),
        HEADER("header"),
        DATA("data"),
        METADATA("metadata"),
        COORDINATOR_KEY("coordinator-key"),
        COORDINATOR_VALUE("coordinator-value");

        private final String specName;

        Kind(String specName) {
            this.specName = specName;
        }

        static Kind parse(String text) {
            for (Kind kind : values()) {
                if (kind.specName.equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("'" + text + "' is no message type that this generator knows");
        }
    }

    String name() {
        return root.name();
    }

    /** The name without its role: {@code Produce} for {@code ProduceRequest}. */
    String stem() {
        return switch (kind) {
            case REQUEST -> withoutSuffix("Request");
            case RESPONSE -> withoutSuffix("Response");
            case METADATA -> withoutSuffix("Record");
            case COORDINATOR_KEY -> withoutSuffix("Key");
            case COORDINATOR_VALUE -> withoutSuffix("Value");
            case HEADER, DATA -> name();
        };
    }

    /** The name as an enum constant: {@code LIST_OFFSETS} for {@code ListOffsetsRequest}. */
    String constantName() {
        return stem().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    private String withoutSuffix(String suffix) {
        return name().endsWith(suffix) ? name().substring(0, name().length() - suffix.length()) : name();
    }
}
