package io.odradek.cli.configs;

import java.util.Optional;

/**
 * What configs are asked for or changed of. Immutable.
 *
 * @param name of one entity; empty for the defaults; absent for every entity of the type
 */
record Entity(EntityType type, Optional<String> name) {
    /** Whether this is what holds where nothing else is set. */
    boolean isDefault() {
        return name.isPresent() && name.get().isEmpty();
    }

    /** Whether this is one entity. */
    boolean isNamed() {
        return name.isPresent() && !name.get().isEmpty();
    }
}
