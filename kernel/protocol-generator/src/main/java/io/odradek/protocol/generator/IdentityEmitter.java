package io.odradek.protocol.generator;

import java.util.List;

/** Emits {@code equals}, {@code hashCode} and {@code toString}. */
final class IdentityEmitter {
    private final StructContext context;
    private final SourceWriter out;

    IdentityEmitter(StructContext context) {
        this.context = context;
        this.out = context.out();
    }

    void emit() {
        equality();
        hash();
        text();
    }

    private void equality() {
        out.line("@Override");
        out.line("public boolean equals(@Nullable Object other) {");
        out.line("return other instanceof %s that", context.struct().name());
        for (FieldSpec field : context.struct().fields()) {
            out.line("        && %s", equal(field));
        }
        out.line("        && this.unknownTaggedFields.equals(that.unknownTaggedFields);");
        out.line("}").blank();
    }

    private static String equal(FieldSpec field) {
        String mine = "this." + field.name();
        String theirs = "that." + field.name();
        if (field.type() instanceof FieldType.Scalar scalar && scalar != FieldType.Scalar.UUID) {
            return scalar == FieldType.Scalar.FLOAT64
                    ? "Double.compare(%s, %s) == 0".formatted(mine, theirs)
                    : "%s == %s".formatted(mine, theirs);
        }
        return field.isNullable()
                ? "Objects.equals(%s, %s)".formatted(mine, theirs)
                : "%s.equals(%s)".formatted(mine, theirs);
    }

    private void hash() {
        out.line("@Override");
        out.line("public int hashCode() {");
        List<String> names =
                context.struct().fields().stream().map(f -> "this." + f.name()).toList();
        String fields = names.isEmpty() ? "" : String.join(", ", names) + ", ";
        out.line("return Objects.hash(%sthis.unknownTaggedFields);", fields);
        out.line("}").blank();
    }

    private void text() {
        StructSpec struct = context.struct();
        out.line("/** The fields as text; bytes and secrets are not shown. */");
        out.line("@Override");
        out.line("public String toString() {");
        if (struct.fields().isEmpty()) {
            out.line("return \"%s()\";", struct.name());
            out.line("}").blank();
            return;
        }
        out.line("return \"%s(\"", struct.name());
        String separator = "";
        for (FieldSpec field : struct.fields()) {
            out.line("        + \"%s%s=\" + %s", separator, field.name(), shown(field));
            separator = ", ";
        }
        out.line("        + \")\";");
        out.line("}").blank();
    }

    private String shown(FieldSpec field) {
        if (Secrets.isSecret(context.message().name(), field.name())) {
            return "\"(hidden)\"";
        }
        String value = "this." + field.name();
        return field.type() == FieldType.Sized.BYTES ? "WireText.sizeOf(" + value + ")" : value;
    }
}
