package io.odradek.metadata.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key as DescribeConfigs shows it. Immutable.
 *
 * @param name the key
 * @param value its value in effect; null when there is none or it is sensitive
 * @param source from where the value comes
 * @param sensitive whether the value is kept back
 * @param readOnly whether it can only be changed with a restart
 * @param type the type of the value
 * @param documentation what the key is for; null when it is not known
 * @param synonyms the places that give the value, the one that wins first
 */
public record ConfigEntry(
        String name,
        @Nullable String value,
        ConfigSource source,
        boolean sensitive,
        boolean readOnly,
        ConfigType type,
        @Nullable String documentation,
        List<ConfigSynonym> synonyms) {
    public ConfigEntry {
        synonyms = List.copyOf(synonyms);
    }
}
