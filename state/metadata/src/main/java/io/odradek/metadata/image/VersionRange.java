package io.odradek.metadata.image;

/** The levels of a feature that a node can run with, both ends included. Immutable. */
public record VersionRange(short min, short max) {
    public boolean contains(short level) {
        return level >= min && level <= max;
    }
}
