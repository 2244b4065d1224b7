package io.odradek.coordinator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record's bytes.
 *
 * @param key null for logs without keys
 * @param value null for a tombstone
 */
public record EncodedRecord(
        @Nullable ByteBuffer key, @Nullable ByteBuffer value) {}
