package io.odradek.protocol.generator;

/** Text of a Java source file, indented by its braces. */
final class SourceWriter {
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** Adds a line; {@code format} as in {@link String#formatted}. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation lives in a library that only its users would need
    SourceWriter line(String format, Object... arguments) {
        String line = arguments.length == 0 ? format : format.formatted(arguments);
        if (line.startsWith("}")) {
            depth--;
        }
        if (!line.isEmpty()) {
            text.append(INDENT.repeat(depth)).append(line);
        }
        text.append('\n');
        if (line.endsWith("{")) {
            depth++;
        }
        return this;
    }

    SourceWriter blank() {
        return line("");
    }

    /** Adds a statement in a condition; nothing if it can never hold, no condition if it always holds. */
    SourceWriter when(Condition condition, Runnable body) {
        if (condition.isNever()) {
            return this;
        }
        if (condition.isAlways()) {
            body.run();
            return this;
        }
        line("if (%s) {", condition.text());
        body.run();
        return line("}");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
