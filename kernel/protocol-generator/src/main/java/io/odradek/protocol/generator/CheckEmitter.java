package io.odradek.protocol.generator;

/** Emits the checks that a message can be written in a version. */
final class CheckEmitter {
    private final StructContext context;
    private final SourceWriter out;

    CheckEmitter(StructContext context) {
        this.context = context;
        this.out = context.out();
    }

    void emit(boolean isRoot) {
        if (isRoot) {
            out.line("private static void requireSupported(short version) {");
            out.line("if (version < LOWEST_SUPPORTED_VERSION || version > HIGHEST_SUPPORTED_VERSION) {");
            out.line(
                    "throw new UnsupportedVersionException(\"%s\", version, LOWEST_SUPPORTED_VERSION,"
                            + " HIGHEST_SUPPORTED_VERSION);",
                    context.struct().name());
            out.line("}").line("}").blank();
        }
        out.line("private void requireRepresentable(short version) {");
        for (FieldSpec field : context.struct().fields()) {
            absent(field);
            nullness(field);
            range(field);
        }
        if (context.flexible().isNever()) {
            unknownTags(Condition.ALWAYS);
        } else {
            unknownTags(context.flexible().not());
        }
        out.line("}").blank();
    }

    private void absent(FieldSpec field) {
        Condition lacks = context.present(field).not();
        if (field.ignorable() || lacks.isNever()) {
            return;
        }
        out.when(
                lacks.and(Defaults.differs(field)),
                () -> out.line(
                        "throw UnencodableMessageException.absentField(\"%s\", \"%s\", version);",
                        context.struct().name(), field.name()));
    }

    private void nullness(FieldSpec field) {
        boolean isReference = !(field.type() instanceof FieldType.Scalar scalar) || scalar == FieldType.Scalar.UUID;
        Condition mayNotBeNull =
                context.present(field).and(context.nullable(field).not());
        if (!isReference || !field.isNullable() || context.nullable(field).isAlways()) {
            return;
        }
        out.when(
                mayNotBeNull.and(new Condition("this." + field.name() + " == null")),
                () -> out.line(
                        "throw UnencodableMessageException.nullField(\"%s\", \"%s\", version);",
                        context.struct().name(), field.name()));
    }

    private void range(FieldSpec field) {
        String value = "this." + field.name();
        String most = switch (field.type()) {
            case FieldType.Scalar scalar when scalar == FieldType.Scalar.UINT16 -> "0xffff";
            case FieldType.Scalar scalar when scalar == FieldType.Scalar.UINT32 -> "0xffffffffL";
            case FieldType.Scalar _, FieldType.Sized _, FieldType.ArrayOf _, FieldType.StructOf _ -> "";
        };
        if (!most.isEmpty()) {
            out.line("if (%s < 0 || %s > %s) {", value, value, most);
            out.line(
                    "throw UnencodableMessageException.outOfRange(\"%s\", \"%s\", %s);",
                    context.struct().name(), field.name(), value);
            out.line("}");
        }
    }

    private void unknownTags(Condition inflexible) {
        if (inflexible.isNever()) {
            return;
        }
        out.when(
                inflexible.and(new Condition("!this.unknownTaggedFields.isEmpty()")),
                () -> out.line(
                        "throw UnencodableMessageException.absentField(\"%s\", \"unknownTaggedFields\", version);",
                        context.struct().name()));
    }
}
