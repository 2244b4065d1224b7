package io.odradek.protocol.generator;

/** The type of a field, as the specs name it. */
sealed interface FieldType {
    /** The Java type of the field. */
    String javaType();

    /** The Java type as the argument of a generic type. */
    default String boxedType() {
        return javaType();
    }

    /** Parses the notation of the specs: {@code int32}, {@code []string}, {@code []CreatableTopic}. */
    static FieldType parse(String text) {
        if (text.startsWith("[]")) {
            return new ArrayOf(parse(text.substring(2)));
        }
        for (Scalar scalar : Scalar.values()) {
            if (scalar.specName.equals(text)) {
                return scalar;
            }
        }
        for (Sized sized : Sized.values()) {
            if (sized.specName.equals(text)) {
                return sized;
            }
        }
        if (!Character.isUpperCase(text.charAt(0))) {
            throw new IllegalArgumentException("'" + text + "' is no field type that this generator knows");
        }
        return new StructOf(text);
    }

    /** A type whose values all take the same number of bytes. */
    enum Scalar implements FieldType {
        BOOL("bool", "boolean", "Boolean", 1, "Boolean"),
        INT8("int8", "byte", "Byte", 1, "Byte"),
        INT16("int16", "short", "Short", 2, "Short"),
        UINT16("uint16", "int", "Integer", 2, "UnsignedShort"),
        INT32("int32", "int", "Integer", 4, "Int"),
        UINT32("uint32", "long", "Long", 4, "UnsignedInt"),
        INT64("int64", "long", "Long", 8, "Long"),
        FLOAT64("float64", "double", "Double", 8, "Double"),
        UUID("uuid", "Uuid", "Uuid", 16, "Uuid");

        final String specName;
        final int bytes;
        /** The suffix of the reader's and writer's methods. */
        final String accessor;

        private final String javaType;
        private final String boxedType;

        Scalar(String specName, String javaType, String boxedType, int bytes, String accessor) {
            this.specName = specName;
            this.javaType = javaType;
            this.boxedType = boxedType;
            this.bytes = bytes;
            this.accessor = accessor;
        }

        @Override
        public String javaType() {
            return javaType;
        }

        @Override
        public String boxedType() {
            return boxedType;
        }
    }

    /** A type whose length goes before its bytes. */
    enum Sized implements FieldType {
        STRING("string", "String", "String"),
        BYTES("bytes", "ByteBuffer", "Bytes"),
        RECORDS("records", "Records", "Records");

        final String specName;
        /** The suffix of the reader's and writer's methods. */
        final String accessor;

        private final String javaType;

        Sized(String specName, String javaType, String accessor) {
            this.specName = specName;
            this.javaType = javaType;
            this.accessor = accessor;
        }

        @Override
        public String javaType() {
            return javaType;
        }
    }

    /** A list of elements, none of which is null. */
    record ArrayOf(FieldType element) implements FieldType {
        @Override
        public String javaType() {
            return "List<" + element.boxedType() + ">";
        }
    }

    /** A structure that the same message declares. */
    record StructOf(String name) implements FieldType {
        @Override
        public String javaType() {
            return name;
        }
    }
}
