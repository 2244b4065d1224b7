package io.odradek.interop.tool;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line in which {@code <number>}, {@code <decimal>}, {@code <uuid>}, {@code <time>} and {@code <any>} stand for what
 * differs from run to run. White space counts as one blank, and none at the end.
 */
record LinePattern(String text, Pattern pattern) {
    private static final Map<String, String> HOLES = Map.of(
            "number", "-?\\d+",
            "decimal", "-?\\d+(\\.\\d+)?(E-?\\d+)?",
            "uuid", "[A-Za-z0-9_-]{22}",
            "time", "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d:\\d{3}",
            "any", ".*");
    private static final Pattern HOLE = Pattern.compile("<(number|decimal|uuid|time|any)>");

    static LinePattern of(String line) {
        String text = normal(line);
        StringBuilder regex = new StringBuilder();
        Matcher holes = HOLE.matcher(text);
        int end = 0;
        while (holes.find()) {
            regex.append(Pattern.quote(text.substring(end, holes.start()))).append(HOLES.get(holes.group(1)));
            end = holes.end();
        }
        regex.append(Pattern.quote(text.substring(end)));
        return new LinePattern(text, Pattern.compile(regex.toString()));
    }

    boolean matches(String line) {
        return pattern.matcher(normal(line)).matches();
    }

    private static String normal(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }
}
