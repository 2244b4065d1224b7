package io.odradek.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How messages show bytes as text: by their number, since they may be secret or large. */
public final class WireText {
    private WireText() {}

    /** The number of remaining bytes as text. */
    public static String sizeOf(@Nullable ByteBuffer bytes) {
        return bytes == null ? "null" : "<" + bytes.remaining() + " bytes>";
    }
}
