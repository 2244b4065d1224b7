package io.odradek.protocol.generator;

import io.odradek.protocol.generator.FieldType.ArrayOf;
import io.odradek.protocol.generator.FieldType.Scalar;
import io.odradek.protocol.generator.FieldType.Sized;
import io.odradek.protocol.generator.FieldType.StructOf;
import java.util.List;

/** Emits {@code size} and what the tagged section of {@code write} shares with it. */
final class SizeEmitter {
    private final StructContext context;
    private final SourceWriter out;

    SizeEmitter(StructContext context) {
        this.context = context;
        this.out = context.out();
    }

    void emit(boolean isRoot) {
        if (isRoot) {
            out.line("@Override");
        } else {
            out.line("/** Bytes that {@link #write} takes in {@code version}. */");
        }
        out.line("public int size(short version) {");
        if (isRoot) {
            out.line("requireSupported(version);");
        }
        out.line("requireRepresentable(version);");
        context.declareFlexible();
        out.line("int size = 0;");
        for (FieldSpec field : context.struct().fields()) {
            out.when(context.inBody(field), () -> field(field));
        }
        out.when(context.flexibleLocal(), this::taggedSection);
        out.line("return size;").line("}").blank();
        if (!context.flexible().isNever()) {
            helpers();
        }
    }

    private void taggedSection() {
        out.line("size += WireSize.unsignedVarint(taggedFieldCount(version));");
        for (FieldSpec field : context.struct().taggedFields()) {
            Condition written = context.tagged(field).and(Defaults.differs(field));
            out.when(
                    context.tagged(field).isNever() ? Condition.NEVER : written,
                    () -> out.line(
                            "size += WireSize.taggedField(%d, sizeOf%s(version));", field.tag(), field.capitalised()));
        }
        out.line("size += WireSize.unknownTaggedFields(this.unknownTaggedFields);");
    }

    private void helpers() {
        List<FieldSpec> tagged = context.struct().taggedFields();
        out.line("private int taggedFieldCount(short version) {");
        out.line("int count = this.unknownTaggedFields.size();");
        for (FieldSpec field : tagged) {
            Condition isTagged = context.tagged(field);
            out.when(
                    isTagged.isNever() ? Condition.NEVER : isTagged.and(Defaults.differs(field)),
                    () -> out.line("count++;"));
        }
        out.line("return count;").line("}").blank();
        for (FieldSpec field : tagged) {
            if (!context.tagged(field).isNever()) {
                out.line("private int sizeOf%s(short version) {", field.capitalised());
                context.declareFlexible(field);
                out.line("int size = 0;");
                field(field);
                out.line("return size;").line("}").blank();
            }
        }
    }

    private void field(FieldSpec field) {
        String value = "this." + field.name();
        switch (field.type()) {
            case Scalar scalar -> out.line("size += %d;", scalar.bytes);
            case Sized sized -> out.line("size += %s;", sized(sized, value, context.compact(field)));
            case StructOf _ -> struct(field, value);
            case ArrayOf array -> array(field, array, value);
        }
    }

    private void struct(FieldSpec field, String value) {
        if (context.nullable(field).isNever()) {
            out.line("size += %s.size(version);", value);
            return;
        }
        out.when(context.nullable(field), () -> out.line("size += WireSize.PRESENCE;"));
        out.line("if (%s != null) {", value);
        out.line("size += %s.size(version);", value);
        out.line("}");
    }

    private void array(FieldSpec field, ArrayOf array, String value) {
        out.line("size += WireSize.arrayLength(%s, %s);", value, context.compact(field));
        if (context.nullable(field).isNever()) {
            elements(array, value);
            return;
        }
        out.line("if (%s != null) {", value);
        elements(array, value);
        out.line("}");
    }

    private void elements(ArrayOf array, String value) {
        if (array.element() instanceof Scalar scalar) {
            out.line("size += %d * %s.size();", scalar.bytes, value);
            return;
        }
        out.line("for (%s element : %s) {", array.element().javaType(), value);
        switch (array.element()) {
            case Sized sized -> out.line("size += %s;", sized(sized, "element", "flexible"));
            case StructOf _ -> out.line("size += element.size(version);");
            case Scalar _, ArrayOf _ -> throw new IllegalArgumentException("no element of " + array);
        }
        out.line("}");
    }

    private static String sized(Sized sized, String value, String compact) {
        String method = switch (sized) {
            case STRING -> "string";
            case BYTES -> "bytes";
            case RECORDS -> "records";
        };
        return "WireSize.%s(%s, %s)".formatted(method, value, compact);
    }
}
