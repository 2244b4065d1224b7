package io.odradek.metadata.config;

import java.util.List;

/**
 * A configuration that can be used.
 *
 * @param config the configuration
 * @param warnings sentences for the log: keys that are not known, and keys without effect in this release; each once
 */
public record Loaded(BrokerConfig config, List<String> warnings) {
    public Loaded {
        warnings = List.copyOf(warnings);
    }
}
