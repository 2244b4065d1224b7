package io.odradek.metadata.config;

import org.jspecify.annotations.Nullable;

/**
 * One place that gives, or would give, a key its value. Immutable.
 *
 * @param name the key in that place
 * @param value its value there; null when it is sensitive
 * @param source the place
 */
public record ConfigSynonym(String name, @Nullable String value, ConfigSource source) {}
