package io.odradek.protocol.generator;

import io.odradek.protocol.generator.FieldType.ArrayOf;
import io.odradek.protocol.generator.FieldType.Scalar;
import io.odradek.protocol.generator.FieldType.Sized;
import io.odradek.protocol.generator.FieldType.StructOf;
import java.util.List;

/** Emits the static method {@code read}. */
final class ReadEmitter {
    private final StructContext context;
    private final SourceWriter out;

    ReadEmitter(StructContext context) {
        this.context = context;
        this.out = context.out();
    }

    void emit(boolean isRoot) {
        String name = context.struct().name();
        out.line("/**");
        out.line(" * Reads the structure at the position of {@code in}, as {@code version} lays it out.");
        out.line(" *");
        out.line(" * @throws MalformedMessageException if the bytes are not such a structure");
        if (isRoot) {
            out.line(" * @throws UnsupportedVersionException if the message has no such version");
        }
        out.line(" */");
        out.line("public static %s read(WireReader in, short version) {", name);
        if (isRoot) {
            out.line("requireSupported(version);");
        }
        context.declareFlexible();
        out.line("%s message = new %s();", name, name);
        for (FieldSpec field : context.struct().fields()) {
            out.when(context.inBody(field), () -> field(field, false));
        }
        out.when(context.flexibleLocal(), this::taggedSection);
        out.line("return message;").line("}").blank();
    }

    private void taggedSection() {
        List<FieldSpec> tagged = context.struct().taggedFields();
        out.line("int tags = in.readTagCount();");
        out.line("for (int i = 0; i < tags; i++) {");
        out.line("int tag = in.readTag();");
        out.line("int end = in.readTaggedFieldEnd();");
        if (tagged.isEmpty()) {
            out.line("message.unknownTaggedFields = in.keepUnknown(message.unknownTaggedFields, tag, end);");
        } else {
            taggedChoices(tagged);
        }
        out.line("}");
    }

    private void taggedChoices(List<FieldSpec> tagged) {
        for (FieldSpec field : tagged) {
            Condition isField = new Condition("tag == " + field.tag()).and(context.tagged(field));
            if (context.tagged(field).isNever()) {
                continue;
            }
            out.line("if (%s) {", isField.text());
            field(field, true);
            out.line("in.endTaggedField(end);");
            out.line("continue;");
            out.line("}");
        }
        out.line("message.unknownTaggedFields = in.keepUnknown(message.unknownTaggedFields, tag, end);");
    }

    private void field(FieldSpec field, boolean tagged) {
        String target = "message." + field.name();
        switch (field.type()) {
            case Scalar scalar -> out.line("%s = in.read%s();", target, scalar.accessor);
            case Sized sized -> sized(field, sized, target);
            case ArrayOf array -> array(field, array, target);
            case StructOf struct -> struct(field, struct, target, tagged);
        }
    }

    private void sized(FieldSpec field, Sized sized, String target) {
        String compact = context.compact(field);
        String plain = "in.read%s(%s)".formatted(sized.accessor, compact);
        String nullable = "in.readNullable%s(%s)".formatted(sized.accessor, compact);
        out.line("%s = %s;", target, choose(context.nullable(field), nullable, plain));
    }

    private void struct(FieldSpec field, StructOf struct, String target, boolean tagged) {
        String plain = struct.name() + ".read(in, version)";
        String marker = tagged ? "in.readTaggedPresence()" : "in.readPresence()";
        String nullable = marker + " ? " + plain + " : null";
        out.line("%s = %s;", target, choose(context.nullable(field), nullable, plain));
    }

    private void array(FieldSpec field, ArrayOf array, String target) {
        String length = field.name() + "Length";
        String compact = context.compact(field);
        int least = array.element() instanceof Scalar scalar ? scalar.bytes : 1;
        String plain = "in.readArrayLength(%d, %s)".formatted(least, compact);
        String nullable = "in.readNullableArrayLength(%d, %s)".formatted(least, compact);
        out.line("int %s = %s;", length, choose(context.nullable(field), nullable, plain));
        if (context.nullable(field).isNever()) {
            elements(array, target, length);
            return;
        }
        out.line("if (%s < 0) {", length);
        out.line("%s = null;", target);
        out.line("} else {");
        elements(array, target, length);
        out.line("}");
    }

    private void elements(ArrayOf array, String target, String length) {
        out.line("%s = WireReader.newList(%s);", target, length);
        out.line("for (int j = 0; j < %s; j++) {", length);
        out.line("%s.add(%s);", target, element(array.element()));
        out.line("}");
    }

    private static String element(FieldType type) {
        return switch (type) {
            case Scalar scalar -> "in.read" + scalar.accessor + "()";
            case Sized sized -> "in.read" + sized.accessor + "(flexible)";
            case StructOf struct -> struct.name() + ".read(in, version)";
            case ArrayOf _ -> throw new IllegalArgumentException("arrays of arrays do not occur in the specs");
        };
    }

    private static String choose(Condition condition, String then, String otherwise) {
        if (condition.isAlways()) {
            return then;
        }
        if (condition.isNever()) {
            return otherwise;
        }
        return condition.text() + " ? " + (then.contains("?") ? "(" + then + ")" : then) + " : " + otherwise;
    }
}
