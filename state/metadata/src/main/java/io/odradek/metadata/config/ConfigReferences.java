package io.odradek.metadata.config;

import io.odradek.base.Sentences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Values that lie elsewhere (KIP-297, KIP-421): <code>${provider:path:key}</code> is replaced by what a class of {@code
 * config.providers} finds there. Kafka's own read files, directories and the environment. As in Kafka the providers are made for
 * each reading and closed after it.
 *
 * <p>Stateless; as thread-safe as the providers, which may read files.
 */
final class ConfigReferences {
    private static final String PROVIDERS = "config.providers";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]*):([^}]*)}");

    private ConfigReferences() {}

    /**
     * The values with every reference replaced.
     *
     * @param values the values, among them {@code config.providers} and what belongs to it
     * @throws ConfigException with everything that is wrong: a provider that cannot be made or fails, a reference to what is not there
     */
    static Map<String, String> resolve(Map<String, String> values) {
        String names = values.getOrDefault(PROVIDERS, "");
        if (names.isBlank() || values.values().stream().noneMatch(value -> value.contains("${"))) {
            return values;
        }
        Map<String, ConfigProvider> providers = new HashMap<>();
        try {
            for (String name : names.split(",")) {
                providers.put(name.strip(), provider(name.strip(), values));
            }
            return replace(values, providers);
        } finally {
            providers.values().forEach(ConfigReferences::close);
        }
    }

    /** Whether a value refers to a provider that {@code config.providers} does not name, and so is taken as it stands. */
    static boolean refersToNothing(String value, Map<String, String> values) {
        List<String> names = List.of(values.getOrDefault(PROVIDERS, "").strip().split("\\s*,\\s*"));
        Matcher matcher = REFERENCE.matcher(value);
        return matcher.find() && !names.contains(matcher.group(1));
    }

    private static ConfigProvider provider(String name, Map<String, String> values) {
        String key = PROVIDERS + "." + name + ".class";
        String type = values.get(key);
        if (type == null) {
            throw new ConfigException(PROVIDERS + " names '" + name + "', but there is no " + key
                    + ". Write, for example, " + key + "=org.apache.kafka.common.config.provider.FileConfigProvider.");
        }
        ConfigProvider provider = PluginClasses.make(key, type, ConfigProvider.class);
        String prefix = PROVIDERS + "." + name + ".param.";
        Map<String, String> parameters = new TreeMap<>();
        values.forEach((each, value) -> {
            if (each.startsWith(prefix)) {
                parameters.put(each.substring(prefix.length()), value);
            }
        });
        try {
            provider.configure(parameters);
        } catch (RuntimeException e) {
            close(provider);
            throw new ConfigException(
                    PROVIDERS + "." + name + ": " + type + " cannot be configured: " + e.getMessage());
        }
        return provider;
    }

    private static Map<String, String> replace(Map<String, String> values, Map<String, ConfigProvider> providers) {
        ConfigTransformer transformer = new ConfigTransformer(providers);
        Map<String, String> result = new HashMap<>(values);
        List<String> errors = new ArrayList<>();
        new TreeMap<>(values).forEach((key, value) -> {
            if (!value.contains("${") || key.startsWith(PROVIDERS)) {
                return;
            }
            try {
                String replaced = Objects.requireNonNullElse(
                        transformer.transform(Map.of(key, value)).data().get(key), value);
                unresolved(replaced, providers)
                        .ifPresentOrElse(
                                reference -> errors.add(key + "=" + value + ": " + reference + " is not there."),
                                () -> result.put(key, replaced.strip()));
            } catch (RuntimeException e) {
                errors.add(
                        key + "=" + value + " cannot be looked up: " + Sentences.end(String.valueOf(e.getMessage())));
            }
        });
        if (!errors.isEmpty()) {
            throw new ConfigException(String.join("\n", errors));
        }
        return result;
    }

    private static Optional<String> unresolved(String value, Map<String, ConfigProvider> providers) {
        Matcher matcher = REFERENCE.matcher(value);
        return matcher.results()
                .filter(found -> providers.containsKey(found.group(1)))
                .map(MatchResult::group)
                .findFirst();
    }

    private static void close(ConfigProvider provider) {
        try {
            provider.close();
        } catch (IOException | RuntimeException e) {
            throw new ConfigException("A config provider cannot be closed: " + e.getMessage());
        }
    }
}
