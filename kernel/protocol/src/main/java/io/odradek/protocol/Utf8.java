package io.odradek.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** UTF-8 without intermediate arrays for the common case, plain ASCII. Malformed surrogates become '?'. */
final class Utf8 {
    private Utf8() {}

    /** The number of bytes that {@link #put} writes. */
    static int length(String text) {
        int chars = text.length();
        int bytes = chars;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c < 0x800 ? 1 : beyond(text, i, c);
            }
        }
        return bytes;
    }

    /** Extra bytes of a character of three bytes, of either half of a pair of four, or of a lone half. */
    private static int beyond(String text, int i, char c) {
        if (!Character.isSurrogate(c)) {
            return 2;
        }
        boolean paired = Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        return paired ? 1 : 0;
    }

    /** Writes the text, whose {@link #length} the caller has already found. */
    static void put(ByteBuffer out, String text, int bytes) {
        if (bytes != text.length()) {
            out.put(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        for (int i = 0; i < bytes; i++) {
            char c = text.charAt(i);
            out.put(c < 0x80 ? (byte) c : (byte) '?');
        }
    }
}
