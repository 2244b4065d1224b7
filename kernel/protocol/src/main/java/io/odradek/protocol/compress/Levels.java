package io.odradek.protocol.compress;

/** Refuses a level that a codec does not have. */
final class Levels {
    private Levels() {}

    static void check(CompressionType type, int level) {
        if (type.minLevel() != type.maxLevel() && !type.acceptsLevel(level)) {
            throw new IllegalArgumentException(type.configName() + " has the levels " + type.minLevel() + " to "
                    + type.maxLevel() + " and " + type.defaultLevel() + ", not " + level);
        }
    }
}
