package io.odradek.protocol.generator;

import java.util.Map;
import java.util.Set;

/**
 * Fields that text must not show. Fields of bytes are shown by their size alone, so only strings need naming: the
 * value of a configuration can be a password.
 */
final class Secrets {
    private static final Map<String, Set<String>> HIDDEN = Map.of(
            "AlterConfigsRequest", Set.of("value"),
            "ConfigRecord", Set.of("value"),
            "CreateTopicsRequest", Set.of("value"),
            "CreateTopicsResponse", Set.of("value"),
            "DescribeConfigsResponse", Set.of("value"),
            "IncrementalAlterConfigsRequest", Set.of("value"));

    private Secrets() {}

    static boolean isSecret(String message, String field) {
        return HIDDEN.getOrDefault(message, Set.of()).contains(field);
    }
}
