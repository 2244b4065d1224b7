package io.odradek.protocol.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A header of a record (KIP-82). The value is read from its position to its limit, which stay.
 *
 * @param key in UTF-8 on the wire
 * @param value null is a value of its own
 */
public record RecordHeader(String key, @Nullable ByteBuffer value) {}
