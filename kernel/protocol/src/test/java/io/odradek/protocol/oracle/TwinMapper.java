package io.odradek.protocol.oracle;

import io.odradek.base.Uuid;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.RawTaggedField;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sets every field of one of Kafka's structures to what the structure of ours holds, by the common names. */
final class TwinMapper {
    private static final ClassValue<Map<String, Method>> METHODS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };
    private static final ClassValue<Field[]> FIELDS = new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
            return Arrays.stream(type.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .toArray(Field[]::new);
        }
    };

    private TwinMapper() {}

    /** Copies; a setter of Kafka's that refuses the value throws its exception. */
    static <T> T copy(Object ours, T theirs) {
        for (Field field : FIELDS.get(ours.getClass())) {
            String name = field.getName();
            Object value = invoke(ours, method(ours.getClass(), name, 0));
            if (name.equals("unknownTaggedFields")) {
                tags(value, theirs);
            } else {
                String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
                Method method = method(theirs.getClass(), setter, 1);
                invoke(theirs, method, value(value, method.getParameterTypes()[0], root(theirs.getClass())));
            }
        }
        return theirs;
    }

    private static void tags(Object ours, Object theirs) {
        @SuppressWarnings("unchecked") // that is the type of the method
        List<org.apache.kafka.common.protocol.types.RawTaggedField> target =
                (List<org.apache.kafka.common.protocol.types.RawTaggedField>)
                        invoke(theirs, method(theirs.getClass(), "unknownTaggedFields", 0));
        for (Object field : (List<?>) ours) {
            RawTaggedField raw = (RawTaggedField) field;
            target.add(new org.apache.kafka.common.protocol.types.RawTaggedField(raw.tag(), bytes(raw.data())));
        }
    }

    private static Object value(Object value, Class<?> target, Class<?> root) {
        return switch (value) {
            case null -> null;
            case Uuid id -> new org.apache.kafka.common.Uuid(id.mostSignificantBits(), id.leastSignificantBits());
            case ByteBuffer buffer -> target == byte[].class ? bytes(buffer) : buffer;
            case MemoryRecords records ->
                org.apache.kafka.common.record.internal.MemoryRecords.readableRecords(records.buffer());
            case List<?> list -> list(list, target, root);
            case String _, Number _, Boolean _ -> value;
            default -> copy(value, struct(root, value.getClass().getSimpleName()));
        };
    }

    private static Object list(List<?> list, Class<?> target, Class<?> root) {
        @SuppressWarnings("unchecked") // a collection of what is put into it
        Collection<Object> collection =
                target == List.class ? new ArrayList<>() : (Collection<Object>) newInstance(target);
        for (Object element : list) {
            collection.add(value(element, Object.class, root));
        }
        return collection;
    }

    private static Object struct(Class<?> root, String name) {
        return Arrays.stream(root.getDeclaredClasses())
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .map(TwinMapper::newInstance)
                .orElseThrow(() -> new IllegalStateException(root + " has no structure " + name));
    }

    private static Class<?> root(Class<?> type) {
        return type.getDeclaringClass() == null ? type : type.getDeclaringClass();
    }

    private static Object newInstance(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Method method(Class<?> type, String name, int parameters) {
        return METHODS.get(type)
                .computeIfAbsent(
                        name + '/' + parameters,
                        _ -> Arrays.stream(type.getMethods())
                                .filter(method ->
                                        method.getName().equals(name) && method.getParameterCount() == parameters)
                                .findFirst()
                                .orElseThrow(() -> new IllegalStateException(type + " has no method " + name)));
    }

    private static Object invoke(Object target, Method method, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
