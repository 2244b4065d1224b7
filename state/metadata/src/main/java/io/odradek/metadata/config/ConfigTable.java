package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link ConfigDef} of tables of keys, which are written two or more lines to a key:
 *
 * <pre>
 * name | TYPE | default | range | IMPORTANCE [| internal] [| per-broker or | cluster-wide]
 *     documentation, indented
 * </pre>
 *
 * <p>A default is a literal, {@code null}, {@code ""} or {@code required}; a range is in the language of {@link ValueRanges}.
 * Names, types, ranges and defaults are Apache Kafka 4.4's unless a documentation says otherwise.
 *
 * <p>Not for use by several threads while it is filled; immutable in practice once made.
 */
final class ConfigTable {
    private static final int COLUMNS = 5;

    private final ConfigDef definition = new ConfigDef();
    private final Map<String, UpdateMode> updateModes = new HashMap<>();

    private ConfigTable() {}

    static ConfigTable of(List<String> tables) {
        ConfigTable result = new ConfigTable();
        tables.forEach(result::read);
        return result;
    }

    ConfigDef definition() {
        return definition;
    }

    /** The modes of the keys that are not read-only. */
    Map<String, UpdateMode> updateModes() {
        return Ordered.map(updateModes);
    }

    private void read(String table) {
        String row = "";
        StringBuilder documentation = new StringBuilder();
        for (String line : table.lines().toList()) {
            if (line.startsWith(" ")) {
                documentation.append(documentation.isEmpty() ? "" : " ").append(line.strip());
            } else {
                define(row, documentation.toString());
                row = line;
                documentation.setLength(0);
            }
        }
        define(row, documentation.toString());
    }

    private void define(String row, String documentation) {
        if (row.isEmpty()) {
            return;
        }
        List<String> columns =
                List.of(row.split("\\|", -1)).stream().map(String::strip).toList();
        String name = columns.get(0);
        ConfigDef.Type type = ConfigDef.Type.valueOf(columns.get(1));
        Object defaultValue = defaultValue(columns.get(2));
        @Nullable Validator range = ValueRanges.parse(columns.get(3), type, defaultValue == null);
        Importance importance = Importance.valueOf(columns.get(4));
        List<String> marks = columns.subList(COLUMNS, columns.size());
        if (marks.contains("internal")) {
            definition.defineInternal(name, type, defaultValue, range, importance, documentation);
        } else {
            definition.define(name, type, defaultValue, range, importance, documentation);
        }
        if (marks.contains("per-broker")) {
            updateModes.put(name, UpdateMode.PER_BROKER);
        } else if (marks.contains("cluster-wide")) {
            updateModes.put(name, UpdateMode.CLUSTER_WIDE);
        }
    }

    private static @Nullable Object defaultValue(String text) {
        return switch (text) {
            case "required" -> ConfigDef.NO_DEFAULT_VALUE;
            case "null" -> null;
            case "\"\"" -> "";
            default -> text;
        };
    }
}
