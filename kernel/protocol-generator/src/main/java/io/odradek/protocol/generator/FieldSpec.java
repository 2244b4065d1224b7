package io.odradek.protocol.generator;

import org.jspecify.annotations.Nullable;

/**
 * One field of a structure.
 *
 * @param name in Java's spelling, first letter small
 * @param versions in which the field exists
 * @param nullableVersions in which it may be null
 * @param taggedVersions in which it is a tagged field (KIP-482)
 * @param tag its tag, -1 if it is never tagged
 * @param flexibleVersions in which its length is compact, null if the message decides
 * @param ignorable whether a value is silently dropped in a version that lacks the field
 * @param defaultText the default as the spec writes it, empty for the type's own
 */
record FieldSpec(
        String name,
        FieldType type,
        VersionRange versions,
        VersionRange nullableVersions,
        VersionRange taggedVersions,
        int tag,
        @Nullable VersionRange flexibleVersions,
        boolean ignorable,
        String defaultText) {

    boolean isTagged() {
        return tag >= 0;
    }

    boolean isNullable() {
        return !nullableVersions.isEmpty();
    }

    boolean defaultsToNull() {
        return defaultText.equals("null");
    }

    String getter() {
        return name;
    }

    String setter() {
        return "set" + capitalised();
    }

    String capitalised() {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** The Java type with its nullness. */
    String declaredType() {
        return isNullable() ? "@Nullable " + type.javaType() : type.javaType();
    }
}
