package io.odradek.protocol.compress;

import io.odradek.protocol.CorruptRecordsException;
import java.util.Locale;

/**
 * The codecs of record batch v2. The id is the low three bits of a batch's attributes, the name is what
 * {@code compression.type} takes, the levels are those of {@code compression.<name>.level} (KIP-390).
 */
public enum CompressionType {
    NONE(0, 0, 0, 0),
    GZIP(1, 1, 9, -1),
    SNAPPY(2, 0, 0, 0),
    LZ4(3, 1, 17, 9),
    ZSTD(4, -131_072, 22, 3);

    private static final CompressionType[] BY_ID = {NONE, GZIP, SNAPPY, LZ4, ZSTD};

    private final int id;
    private final int minLevel;
    private final int maxLevel;
    private final int defaultLevel;
    private final String configName = name().toLowerCase(Locale.ROOT);

    CompressionType(int id, int minLevel, int maxLevel, int defaultLevel) {
        this.id = id;
        this.minLevel = minLevel;
        this.maxLevel = maxLevel;
        this.defaultLevel = defaultLevel;
    }

    /** The id in a batch's attributes, 0 to 4. */
    public int id() {
        return id;
    }

    /** The value of {@code compression.type}: {@code none}, {@code gzip}, {@code snappy}, {@code lz4}, {@code zstd}. */
    public String configName() {
        return configName;
    }

    /** The least level, inclusive. Equal to {@link #maxLevel()} for a codec without levels. */
    public int minLevel() {
        return minLevel;
    }

    /** The highest level, inclusive. */
    public int maxLevel() {
        return maxLevel;
    }

    /** The level of a producer that sets none. For gzip -1, zlib's own default, lies outside the range, as in Kafka. */
    public int defaultLevel() {
        return defaultLevel;
    }

    /** Whether {@code level} may be given to a compressor. */
    public boolean acceptsLevel(int level) {
        return level == defaultLevel || (level >= minLevel && level <= maxLevel);
    }

    /** Whether {@code id} names a codec. */
    public static boolean isKnown(int id) {
        return id >= 0 && id < BY_ID.length;
    }

    /**
     * The codec with that id.
     *
     * @throws CorruptRecordsException if there is none
     */
    public static CompressionType forId(int id) {
        if (!isKnown(id)) {
            throw new CorruptRecordsException("no compression codec has id " + id + "; ids 0 to 4 are known");
        }
        return BY_ID[id];
    }

    /**
     * The codec that {@code compression.type} names.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CompressionType forName(String configName) {
        for (CompressionType type : BY_ID) {
            if (type.configName.equals(configName)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "'" + configName + "' is no compression type: use none, gzip, snappy, lz4 or zstd");
    }
}
