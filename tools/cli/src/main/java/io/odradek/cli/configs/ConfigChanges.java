package io.odradek.cli.configs;

import io.odradek.cli.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to set and what to take back. Immutable.
 *
 * @param add values by name
 * @param delete names
 */
record ConfigChanges(Map<String, String> add, List<String> delete) {
    private static final String FORM =
            "Invalid entity config: all configs to be added must be in the format \"key=val\" or"
                    + " \"key=[val1,val2]\" to group values which contain commas.";

    ConfigChanges {
        add = Map.copyOf(add);
        delete = List.copyOf(delete);
    }

    /**
     * Reads {@code k1=v1,k2=[v2,v3],k4=}.
     *
     * @throws CommandException if it is malformed
     */
    static Map<String, String> parseAdd(String text) {
        Map<String, String> configs = new LinkedHashMap<>();
        for (String part : split(text)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new CommandException(FORM);
            }
            String value = part.substring(equals + 1);
            if (value.startsWith("[") && value.endsWith("]")) {
                value = value.substring(1, value.length() - 1);
            } else if (value.indexOf('=') >= 0) {
                throw new CommandException(FORM);
            }
            configs.put(part.substring(0, equals).strip(), value.strip());
        }
        return configs;
    }

    /** The parts between commas that are not within brackets. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[') {
                depth++;
            } else if (c == ']' && depth > 0) {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        parts.removeIf(String::isBlank);
        if (depth > 0) {
            throw new CommandException("Invalid entity config: a bracket is not closed in '" + text + "'.");
        }
        return parts;
    }

    /** Reads {@code k1,k2}. */
    static List<String> parseDelete(String text) {
        List<String> names = new ArrayList<>(List.of(text.split(",")));
        names.replaceAll(String::strip);
        names.removeIf(String::isEmpty);
        return names;
    }

    /** Every name that is set or taken back. */
    List<String> names() {
        List<String> names = new ArrayList<>(add.keySet());
        names.addAll(delete);
        return names;
    }
}
