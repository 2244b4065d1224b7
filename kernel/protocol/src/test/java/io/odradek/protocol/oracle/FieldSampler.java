package io.odradek.protocol.oracle;

import io.odradek.base.Uuid;
import io.odradek.protocol.MemoryRecords;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Sets fields of messages at random, whether a version has them or not. */
final class FieldSampler {
    private final Random random;
    private final RandomValues values;

    FieldSampler(Random random) {
        this.random = random;
        this.values = new RandomValues(random);
    }

    /** Sets each field with the probability; the others keep their defaults. */
    <T> T fill(T structure, double probability) {
        for (Field field : structure.getClass().getDeclaredFields()) {
            boolean skipped = Modifier.isStatic(field.getModifiers())
                    || field.getName().equals("unknownTaggedFields")
                    || random.nextDouble() >= probability;
            if (!skipped) {
                set(structure, field, probability);
            }
        }
        return structure;
    }

    private void set(Object structure, Field field, double probability) {
        boolean isNull = field.getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextInt(4) == 0;
        try {
            field.setAccessible(true);
            Object value = isNull ? null : value(field.getGenericType(), probability);
            field.set(structure, inRange(field.getName(), value));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kafka's setters refuse what does not fit an unsigned field; these are the fields of that kind. */
    private static Object inRange(String name, Object value) {
        return switch (value) {
            case Integer number when name.equals("port") -> number & 0xffff;
            case Long number when name.equals("crc") -> number & 0xffff_ffffL;
            case null -> null;
            default -> value;
        };
    }

    private Object value(Type type, double probability) {
        if (type instanceof ParameterizedType list) {
            List<Object> elements = new ArrayList<>();
            for (int i = values.length(); i > 0; i--) {
                elements.add(value(list.getActualTypeArguments()[0], probability));
            }
            return elements;
        }
        return switch (((Class<?>) type).getSimpleName()) {
            case "boolean", "Boolean" -> random.nextBoolean();
            case "byte", "Byte" -> (byte) values.integer();
            case "short", "Short" -> (short) values.integer();
            case "int", "Integer" -> (int) values.integer();
            case "long", "Long" -> values.integer();
            case "double", "Double" -> random.nextGaussian();
            case "Uuid" -> new Uuid(values.integer(), values.integer());
            case "String" -> values.string();
            case "ByteBuffer" -> ByteBuffer.wrap(values.bytes());
            case "Records" -> new MemoryRecords(ByteBuffer.wrap(values.bytes()));
            default -> fill(newInstance((Class<?>) type), probability);
        };
    }

    private static Object newInstance(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
