package io.odradek.storage.log;

/**
 * An entry of an offset index.
 *
 * @param offset last offset of a batch
 * @param position of the batch's first byte in the segment
 */
record OffsetPosition(long offset, int position) {}
