package io.odradek.protocol.generator;

import io.odradek.protocol.generator.FieldType.ArrayOf;
import io.odradek.protocol.generator.FieldType.Scalar;
import io.odradek.protocol.generator.FieldType.Sized;
import io.odradek.protocol.generator.FieldType.StructOf;

/** The default of a field as Java expressions. */
final class Defaults {
    private Defaults() {}

    /** The initial value of the field. */
    static String initialValue(FieldSpec field) {
        if (field.defaultsToNull()) {
            return "null";
        }
        return switch (field.type()) {
            case Scalar scalar -> scalar(scalar, field.defaultText());
            case Sized sized ->
                switch (sized) {
                    case STRING -> "\"" + field.defaultText() + "\"";
                    case BYTES -> "WireReader.NO_BYTES";
                    case RECORDS -> "MemoryRecords.EMPTY";
                };
            case ArrayOf _ -> "new ArrayList<>()";
            case StructOf struct -> "new " + struct.name() + "()";
        };
    }

    /** That the field of {@code this} has another value than its default. */
    static Condition differs(FieldSpec field) {
        String value = "this." + field.name();
        if (field.defaultsToNull()) {
            return new Condition(value + " != null");
        }
        String differs = switch (field.type()) {
            case Scalar scalar -> scalarDiffers(scalar, value, field.defaultText());
            case Sized sized ->
                switch (sized) {
                    case STRING -> "!" + value + ".equals(\"" + field.defaultText() + "\")";
                    case BYTES -> value + ".hasRemaining()";
                    case RECORDS -> value + ".sizeInBytes() > 0";
                };
            case ArrayOf _ -> "!" + value + ".isEmpty()";
            case StructOf struct -> "!" + value + ".equals(" + struct.name() + ".DEFAULT)";
        };
        return new Condition(field.isNullable() ? value + " == null || " + differs : differs);
    }

    private static String scalar(Scalar scalar, String text) {
        return switch (scalar) {
            case BOOL -> text.isEmpty() ? "false" : Boolean.toString(Boolean.parseBoolean(text));
            case INT8 -> text.isEmpty() ? "0" : Byte.toString(Byte.decode(text));
            case INT16 -> text.isEmpty() ? "0" : Short.toString(Short.decode(text));
            case UINT16, INT32 -> text.isEmpty() ? "0" : Integer.toString(Integer.decode(text));
            case UINT32, INT64 -> (text.isEmpty() ? "0" : Long.toString(Long.decode(text))) + "L";
            case FLOAT64 -> Double.toString(text.isEmpty() ? 0.0 : Double.parseDouble(text));
            case UUID -> "Uuid.ZERO";
        };
    }

    private static String scalarDiffers(Scalar scalar, String value, String text) {
        String initial = scalar(scalar, text);
        return switch (scalar) {
            case BOOL -> initial.equals("true") ? "!" + value : value;
            case FLOAT64 -> "Double.compare(" + value + ", " + initial + ") != 0";
            case UUID -> "!" + value + ".isZero()";
            case INT8, INT16, UINT16, INT32, UINT32, INT64 -> value + " != " + initial;
        };
    }
}
