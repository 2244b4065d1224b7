package io.odradek.metadata.image;

import io.odradek.base.Uuid;

/**
 * The ids of log directories that stand for no directory (KIP-858).
 *
 * <p>Constants; any thread.
 */
public final class DirectoryIds {
    /** The broker has not said yet in which directory the replica lies. */
    public static final Uuid UNASSIGNED = Uuid.ZERO;

    /** The replica lay in a directory that is gone. */
    public static final Uuid LOST = new Uuid(0L, 1L);

    /** The partition was made before directories were recorded. */
    public static final Uuid MIGRATING = new Uuid(0L, 2L);

    private static final long RESERVED = 100;

    private DirectoryIds() {}

    /** Whether no directory may have this id: the first hundred. */
    public static boolean reserved(Uuid id) {
        return id.mostSignificantBits() == 0 && Long.compareUnsigned(id.leastSignificantBits(), RESERVED) < 0;
    }
}
