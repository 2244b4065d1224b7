package io.odradek.protocol.oracle;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Random bytes that Kafka's own schemas call valid. */
final class SchemaSampler {
    private static final int UNKNOWN_TAG = 1000;

    private final RandomValues values;
    private final Random random;

    SchemaSampler(Random random) {
        this.random = random;
        this.values = new RandomValues(random);
    }

    ByteBuffer sample(Schema schema) {
        Struct struct = struct(schema);
        ByteBuffer buffer = ByteBuffer.allocate(schema.sizeOf(struct));
        schema.write(buffer, struct);
        return buffer.flip();
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (BoundField field : schema.fields()) {
            struct.set(field, value(field.def.type));
        }
        return struct;
    }

    private Object value(Type type) {
        if (type.arrayElementType().isPresent()) {
            return nullNow(type) ? null : array(type.arrayElementType().get());
        }
        return switch (type) {
            // In tagged fields Kafka's schemas and its classes disagree about null structures: leave null to others.
            case Schema schema -> struct(schema);
            case TaggedFields tagged -> tagged(tagged);
            default -> nullNow(type) ? null : scalar(type);
        };
    }

    private boolean nullNow(Type type) {
        return type.isNullable() && random.nextInt(4) == 0;
    }

    private Object[] array(Type element) {
        Object[] elements = new Object[values.length()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = value(element);
        }
        return elements;
    }

    private NavigableMap<Integer, Object> tagged(TaggedFields tagged) {
        NavigableMap<Integer, Object> fields = new TreeMap<>();
        for (Map.Entry<Integer, Field> field : tagged.fields().entrySet()) {
            if (random.nextBoolean()) {
                fields.put(field.getKey(), value(field.getValue().type));
            }
        }
        while (random.nextInt(4) == 0) {
            int tag = UNKNOWN_TAG + fields.size();
            fields.put(tag, new RawTaggedField(tag, values.bytes()));
        }
        return fields;
    }

    private Object scalar(Type type) {
        if (type == Type.BOOLEAN) {
            return random.nextBoolean();
        } else if (type == Type.INT8) {
            return (byte) values.integer();
        } else if (type == Type.INT16) {
            return (short) values.integer();
        } else if (type == Type.UINT16) {
            return (int) values.integer() & 0xffff;
        } else if (type == Type.INT32) {
            return (int) values.integer();
        } else if (type == Type.UNSIGNED_INT32) {
            return values.integer() & 0xffffffffL;
        } else if (type == Type.INT64) {
            return values.integer();
        } else if (type == Type.FLOAT64) {
            return random.nextGaussian();
        } else if (type == Type.UUID) {
            return new org.apache.kafka.common.Uuid(values.integer(), values.integer());
        }
        return switch (type.toString()) {
            case "STRING", "COMPACT_STRING", "NULLABLE_STRING", "COMPACT_NULLABLE_STRING" -> values.string();
            case "BYTES", "COMPACT_BYTES", "NULLABLE_BYTES", "COMPACT_NULLABLE_BYTES" ->
                ByteBuffer.wrap(values.bytes());
            case "RECORDS", "COMPACT_RECORDS", "NULLABLE_RECORDS", "COMPACT_NULLABLE_RECORDS" ->
                MemoryRecords.readableRecords(ByteBuffer.wrap(values.bytes()));
            default -> throw new IllegalArgumentException("unknown type " + type);
        };
    }
}
