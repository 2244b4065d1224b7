package io.odradek.protocol.generator;

import io.odradek.protocol.generator.FieldType.ArrayOf;
import io.odradek.protocol.generator.FieldType.Scalar;
import io.odradek.protocol.generator.FieldType.Sized;
import io.odradek.protocol.generator.FieldType.StructOf;
import java.util.HashMap;
import java.util.Map;

/** Emits {@code recordsSize} in those structures of a message that hold records, directly or in a nested one. */
final class RecordsSizeEmitter {
    private final Map<String, StructSpec> structs = new HashMap<>();

    RecordsSizeEmitter(MessageSpec message) {
        message.nested().forEach(struct -> structs.put(struct.name(), struct));
    }

    void emit(StructContext context, boolean isRoot) {
        if (!holdsRecords(context.struct())) {
            return;
        }
        SourceWriter out = context.out();
        out.line(isRoot ? "@Override" : "/** Bytes of all records in the structure. */");
        out.line("public long recordsSize(short version) {");
        out.line("long size = 0;");
        for (FieldSpec field : context.struct().fields()) {
            if (holdsRecords(field.type())) {
                out.when(context.present(field), () -> field(out, field));
            }
        }
        out.line("return size;").line("}").blank();
    }

    private static void field(SourceWriter out, FieldSpec field) {
        String value = "this." + field.name();
        if (field.isNullable()) {
            out.line("if (%s != null) {", value);
        }
        switch (field.type()) {
            case Sized _ -> out.line("size += %s.sizeInBytes();", value);
            case StructOf _ -> out.line("size += %s.recordsSize(version);", value);
            case ArrayOf array -> {
                out.line("for (%s element : %s) {", array.element().javaType(), value);
                out.line("size += element.recordsSize(version);");
                out.line("}");
            }
            case Scalar _ -> throw new IllegalArgumentException("a scalar holds no records");
        }
        if (field.isNullable()) {
            out.line("}");
        }
    }

    private boolean holdsRecords(StructSpec struct) {
        return struct.fields().stream().anyMatch(field -> holdsRecords(field.type()));
    }

    private boolean holdsRecords(FieldType type) {
        return switch (type) {
            case Scalar _ -> false;
            case Sized sized -> sized == Sized.RECORDS;
            case ArrayOf array -> holdsRecords(array.element());
            case StructOf struct -> {
                StructSpec spec = structs.get(struct.name());
                if (spec == null) {
                    throw new IllegalArgumentException("structure " + struct.name() + " is not declared");
                }
                yield holdsRecords(spec);
            }
        };
    }
}
