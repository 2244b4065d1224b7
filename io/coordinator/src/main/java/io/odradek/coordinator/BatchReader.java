package io.odradek.coordinator;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads a partition's log from its start to its end. One thread at a time. */
public interface BatchReader {
    /** Offset of the first batch. */
    long startOffset();

    /** Offset after the last batch, uncommitted ones included. */
    long endOffset();

    /**
     * Whole batches, at least one, that begin with the one that holds the offset.
     *
     * @param offset at or after the start, before the end
     */
    ByteBuffer read(long offset) throws IOException;
}
