package io.odradek.protocol.generator;

import io.odradek.protocol.generator.FieldType.ArrayOf;
import io.odradek.protocol.generator.FieldType.Scalar;
import io.odradek.protocol.generator.FieldType.Sized;
import io.odradek.protocol.generator.FieldType.StructOf;

/** Emits {@code write}. */
final class WriteEmitter {
    private final StructContext context;
    private final SourceWriter out;

    WriteEmitter(StructContext context) {
        this.context = context;
        this.out = context.out();
    }

    void emit(boolean isRoot) {
        if (isRoot) {
            out.line("@Override");
        } else {
            out.line("/** Writes the structure as {@code version} lays it out. */");
        }
        out.line("public void write(WireWriter out, short version) {");
        if (isRoot) {
            out.line("requireSupported(version);");
        }
        out.line("requireRepresentable(version);");
        context.declareFlexible();
        for (FieldSpec field : context.struct().fields()) {
            out.when(context.inBody(field), () -> field(field, false));
        }
        out.when(context.flexibleLocal(), this::taggedSection);
        out.line("}").blank();
    }

    private void taggedSection() {
        out.line("out.writeUnsignedVarint(taggedFieldCount(version));");
        boolean any = context.struct().taggedFields().stream()
                .anyMatch(field -> !context.tagged(field).isNever());
        if (!any) {
            out.line("out.writeUnknownTaggedFields(this.unknownTaggedFields, 0);");
            return;
        }
        out.line("int unknown = 0;");
        for (FieldSpec field : context.struct().taggedFields()) {
            Condition tagged = context.tagged(field);
            out.when(tagged.isNever() ? Condition.NEVER : tagged.and(Defaults.differs(field)), () -> {
                out.line(
                        "unknown = out.writeUnknownTaggedFieldsBelow(%d, this.unknownTaggedFields, unknown);",
                        field.tag());
                out.line("out.writeUnsignedVarint(%d);", field.tag());
                out.line("out.writeUnsignedVarint(sizeOf%s(version));", field.capitalised());
                field(field, true);
            });
        }
        out.line("out.writeUnknownTaggedFields(this.unknownTaggedFields, unknown);");
    }

    private void field(FieldSpec field, boolean tagged) {
        String value = "this." + field.name();
        switch (field.type()) {
            case Scalar scalar -> out.line("out.write%s(%s);", scalar.accessor, value);
            case Sized sized -> out.line("out.write%s(%s, %s);", sized.accessor, value, context.compact(field));
            case StructOf _ -> struct(field, value, tagged);
            case ArrayOf array -> array(field, array, value);
        }
    }

    private void struct(FieldSpec field, String value, boolean tagged) {
        if (context.nullable(field).isNever()) {
            out.line("%s.write(out, version);", value);
            return;
        }
        String marker = tagged ? "writeTaggedPresence" : "writePresence";
        out.when(context.nullable(field), () -> out.line("out.%s(%s != null);", marker, value));
        out.line("if (%s != null) {", value);
        out.line("%s.write(out, version);", value);
        out.line("}");
    }

    private void array(FieldSpec field, ArrayOf array, String value) {
        out.line("out.writeArrayLength(%s, %s);", value, context.compact(field));
        if (context.nullable(field).isNever()) {
            elements(array, value);
            return;
        }
        out.line("if (%s != null) {", value);
        elements(array, value);
        out.line("}");
    }

    private void elements(ArrayOf array, String value) {
        out.line("for (%s element : %s) {", array.element().javaType(), value);
        switch (array.element()) {
            case Scalar scalar -> out.line("out.write%s(element);", scalar.accessor);
            case Sized sized -> out.line("out.write%s(element, flexible);", sized.accessor);
            case StructOf _ -> out.line("element.write(out, version);");
            case ArrayOf _ -> throw new IllegalArgumentException("arrays of arrays do not occur in the specs");
        }
        out.line("}");
    }
}
