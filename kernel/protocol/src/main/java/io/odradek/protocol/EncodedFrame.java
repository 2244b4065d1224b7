package io.odradek.protocol;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A frame ready to be sent: the bytes of {@code head}, with the records of each splice put in where it says.
 *
 * @param head from position to limit, the four bytes of the frame's length first
 * @param splices in ascending order of their positions in the head
 */
public record EncodedFrame(ByteBuffer head, List<Splice> splices) {
    /** Bytes on the wire, the four bytes of the length included. */
    public long sizeInBytes() {
        long size = head.remaining();
        for (Splice splice : splices) {
            size += splice.records().sizeInBytes();
        }
        return size;
    }
}
