package io.odradek.storage;

/**
 * What an append did.
 *
 * @param baseOffset offset of the first record
 * @param lastOffset offset of the last record; {@code baseOffset - 1} if nothing was appended
 * @param logAppendTime ms, or -1 if records keep their own timestamps
 * @param logStartOffset at the time of the append
 * @param duplicate whether the batch had been appended before; the offsets are those it was given then
 */
public record AppendResult(
        long baseOffset, long lastOffset, long logAppendTime, long logStartOffset, boolean duplicate) {}
