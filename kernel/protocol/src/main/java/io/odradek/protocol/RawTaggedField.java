package io.odradek.protocol;

import java.nio.ByteBuffer;

/**
 * A tagged field that this build does not know (KIP-482).
 *
 * @param tag its tag, at least 0
 * @param data its bytes, from position to limit: a slice of the buffer it was read from
 */
public record RawTaggedField(int tag, ByteBuffer data) {
    /** The tag and the size; the bytes are not shown. */
    @Override
    public String toString() {
        return "RawTaggedField(tag=" + tag + ", data=" + WireText.sizeOf(data) + ")";
    }
}
