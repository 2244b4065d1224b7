package io.odradek.metadata.config;

import io.odradek.base.InvariantViolation;
import io.odradek.base.Invariants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Parsed values by key, read by type. To ask for a key that is not defined, or for one of another type, is a bug.
 *
 * <p>Immutable; any thread.
 */
public final class ConfigValues {
    private final Map<String, @Nullable Object> values;

    /** @param values as {@link org.apache.kafka.common.config.ConfigDef#parse} returns them; not copied, not to be changed */
    ConfigValues(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** The value as {@code ConfigDef} parsed it; null when it has none. */
    public @Nullable Object get(String key) {
        Invariants.check(values.containsKey(key), "the key is defined", key);
        return values.get(key);
    }

    public int integer(String key) {
        return present(key, Number.class).intValue();
    }

    public long number(String key) {
        return present(key, Number.class).longValue();
    }

    public double decimal(String key) {
        return present(key, Double.class);
    }

    public boolean bool(String key) {
        return present(key, Boolean.class);
    }

    public String text(String key) {
        return present(key, String.class);
    }

    /** The strings of a list; empty when it has no value. */
    public List<String> list(String key) {
        Object value = get(key);
        return value == null
                ? List.of()
                : ((List<?>) value).stream().map(Object::toString).toList();
    }

    public Optional<String> optionalText(String key) {
        return Optional.ofNullable(get(key)).map(Object::toString).filter(text -> !text.isEmpty());
    }

    public OptionalInt optionalInteger(String key) {
        return get(key) instanceof Number value ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    public OptionalLong optionalNumber(String key) {
        return get(key) instanceof Number value ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    private <T> T present(String key, Class<T> type) {
        Object value = get(key);
        if (value != null && type.isInstance(value)) {
            return type.cast(value);
        }
        throw new InvariantViolation(key + " has a value of type " + type.getSimpleName() + ", found " + value);
    }
}
