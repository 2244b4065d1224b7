package io.odradek.protocol.generator;

/** Emits the fields, the constructor, getters and setters. */
final class FieldsEmitter {
    private final StructContext context;
    private final SourceWriter out;

    FieldsEmitter(StructContext context) {
        this.context = context;
        this.out = context.out();
    }

    void emit() {
        StructSpec struct = context.struct();
        for (FieldSpec field : struct.fields()) {
            out.line("private %s %s = %s;", field.declaredType(), field.name(), Defaults.initialValue(field));
        }
        out.line("private List<RawTaggedField> unknownTaggedFields = List.of();")
                .blank();
        out.line("/** Every field has its default. */");
        out.line("public %s() {}", struct.name()).blank();
        for (FieldSpec field : struct.fields()) {
            accessors(field);
        }
        out.line("/** Tagged fields that this build does not know, as they were read (KIP-482). */");
        if (struct.equals(context.message().root())) {
            out.line("@Override");
        }
        out.line("public List<RawTaggedField> unknownTaggedFields() {");
        out.line("return this.unknownTaggedFields;").line("}").blank();
        out.line(
                "/** Sets the tagged fields that are written beside the known ones, in ascending order of their tags. */");
        out.line("public %s setUnknownTaggedFields(List<RawTaggedField> fields) {", struct.name());
        out.line("this.unknownTaggedFields = fields;")
                .line("return this;")
                .line("}")
                .blank();
    }

    private void accessors(FieldSpec field) {
        out.line("/** %s. */", describe(field));
        out.line("public %s %s() {", field.declaredType(), field.getter());
        out.line("return this.%s;", field.name()).line("}").blank();
        out.line("/** Sets {@link #%s()}. */", field.getter());
        out.line("public %s %s(%s value) {", context.struct().name(), field.setter(), field.declaredType());
        out.line("this.%s = value;", field.name())
                .line("return this;")
                .line("}")
                .blank();
    }

    private static String describe(FieldSpec field) {
        StringBuilder text = new StringBuilder("Versions ").append(field.versions());
        if (field.isNullable()) {
            text.append(", nullable ").append(field.nullableVersions());
        }
        if (field.isTagged()) {
            text.append(", tag ").append(field.tag()).append(" in ").append(field.taggedVersions());
        }
        if (!field.defaultText().isEmpty()) {
            text.append(", default ").append(field.defaultText());
        }
        return text.append(field.ignorable() ? ", dropped in other versions" : "")
                .toString();
    }
}
