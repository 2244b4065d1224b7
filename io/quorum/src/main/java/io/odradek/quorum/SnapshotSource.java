package io.odradek.quorum;

import java.nio.ByteBuffer;
import java.util.Iterator;

/** What goes into a snapshot. */
@FunctionalInterface
public interface SnapshotSource {
    /** Record batches of version 2 with offsets from 0, which together make the image. Each belongs to the log when returned. */
    Iterator<ByteBuffer> batches();
}
