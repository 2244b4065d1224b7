package io.odradek.quorum;

import java.nio.ByteBuffer;
import java.util.Iterator;

/** A snapshot, whose checksums have been verified. */
public interface SnapshotReader {
    /** It stands for everything below this offset. */
    long endOffset();

    /** Leader epoch of the last batch that it stands for. */
    int epoch();

    /** Append time of the last batch that it stands for, ms. */
    long lastContainedLogTimestamp();

    /** The data batches. Throws {@link java.io.UncheckedIOException} if the disk fails. */
    Iterator<ByteBuffer> batches();
}
