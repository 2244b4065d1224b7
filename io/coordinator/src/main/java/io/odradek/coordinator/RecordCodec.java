package io.odradek.coordinator;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Between records and their bytes in the log. Stateless.
 *
 * @param <R> the records
 */
public interface RecordCodec<R> {
    /** The bytes of a record. */
    EncodedRecord encode(R record);

    /**
     * The record of the bytes; empty if it is of a type that this release does not know and may pass over.
     *
     * @param key a slice to read from, null if the record has none
     * @param value a slice to read from, null for a tombstone
     * @throws io.odradek.protocol.CorruptRecordsException if the bytes make no record
     */
    Optional<R> decode(@Nullable ByteBuffer key, @Nullable ByteBuffer value);
}
