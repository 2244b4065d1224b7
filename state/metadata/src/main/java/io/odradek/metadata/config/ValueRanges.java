package io.odradek.metadata.config;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of values that {@link ConfigTable} knows: {@code >= 1}, {@code 1 to 9}, <code>{a, b}</code>, <code>any case {a,
 * b}</code>, {@code non-empty}, {@code non-null}, and a few with a name. Lists never hold a value twice.
 *
 * <p>Stateless; any thread.
 */
final class ValueRanges {
    private static final Pattern VOTER = Pattern.compile("\\d{1,9}@[^@\\s]+:\\d{1,5}");
    private static final Pattern SERVER = Pattern.compile("[^@\\s/]+:\\d{1,5}");
    private static final Pattern THROTTLED_REPLICA = Pattern.compile("\\d+:\\d+");
    private static final int MIN_GZIP_LEVEL = 1;
    private static final int MAX_GZIP_LEVEL = 9;

    private ValueRanges() {}

    static @Nullable Validator parse(String range, ConfigDef.Type type, boolean nullAllowed) {
        return switch (range) {
            case "quorum voters" -> each("{id}@{host}:{port}", VOTER);
            case "quorum servers" -> each("{host}:{port}", SERVER);
            case "throttled replicas" -> throttledReplicas();
            case "offset reset" -> offsetReset();
            case "gzip level" -> gzipLevel();
            case "non-null" -> new ConfigDef.NonNullValidator();
            case "non-empty" ->
                type == ConfigDef.Type.LIST ? distinct(false, nullAllowed) : new ConfigDef.NonEmptyString();
            case "" -> type == ConfigDef.Type.LIST ? distinct(true, nullAllowed) : null;
            default -> parseComposed(range, type);
        };
    }

    private static Validator parseComposed(String range, ConfigDef.Type type) {
        int brace = range.indexOf('{');
        if (brace >= 0) {
            return oneOf(range.substring(0, brace).strip(), range.substring(brace + 1, range.length() - 1), type);
        }
        if (range.startsWith(">=")) {
            return ConfigDef.Range.atLeast(number(range.substring(2), type));
        }
        String[] bounds = range.split(" to ");
        return ConfigDef.Range.between(number(bounds[0], type), number(bounds[1], type));
    }

    private static Validator oneOf(String prefix, String names, ConfigDef.Type type) {
        String[] values = names.split(", ");
        if (type == ConfigDef.Type.LIST) {
            return ConfigDef.ValidList.in(!prefix.equals("non-empty"), values);
        }
        return prefix.equals("any case")
                ? ConfigDef.CaseInsensitiveValidString.in(values)
                : ConfigDef.ValidString.in(values);
    }

    private static Number number(String text, ConfigDef.Type type) {
        String digits = text.strip();
        return switch (type) {
            case DOUBLE -> Double.valueOf(digits);
            case LONG -> Long.valueOf(digits);
            default -> Integer.valueOf(digits);
        };
    }

    private static Validator distinct(boolean emptyAllowed, boolean nullAllowed) {
        return ConfigDef.ValidList.anyNonDuplicateValues(emptyAllowed, nullAllowed);
    }

    private static Validator each(String format, Pattern pattern) {
        return named(
                "a list of " + format,
                value -> ((List<?>) value)
                        .stream()
                                .allMatch(entry ->
                                        pattern.matcher(entry.toString()).matches()));
    }

    private static Validator throttledReplicas() {
        return named("[partitionId]:[brokerId],[partitionId]:[brokerId],... or *", value -> {
            List<?> entries = (List<?>) value;
            return entries.equals(List.of("*"))
                    || entries.stream()
                            .allMatch(entry ->
                                    THROTTLED_REPLICA.matcher(entry.toString()).matches());
        });
    }

    private static Validator offsetReset() {
        return named("[latest, earliest, by_duration:PnDTnHnMn.nS]", value -> OffsetReset.isValid(value.toString()));
    }

    private static Validator gzipLevel() {
        return named("[1,...,9] or -1", "Value must be between 1 and 9 or equal to -1", value -> {
            int level = (Integer) value;
            return level == -1 || (level >= MIN_GZIP_LEVEL && level <= MAX_GZIP_LEVEL);
        });
    }

    private static Validator named(String form, Predicate<Object> valid) {
        return named(form, "must be " + form, valid);
    }

    private static Validator named(String form, String problem, Predicate<Object> valid) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value == null || !valid.test(value)) {
                        throw new ConfigException(name, Objects.requireNonNullElse(value, "null"), problem);
                    }
                },
                () -> form);
    }
}
