package io.odradek.protocol.compress;

import io.odradek.protocol.CorruptRecordsException;

/** Records unpack to more bytes than the caller allows; what was unpacked until then was sound. */
public final class UnpackedTooLargeException extends CorruptRecordsException {
    private static final long serialVersionUID = 1L;

    UnpackedTooLargeException(int maxBytes) {
        super("records unpack to more than the allowed " + maxBytes + " bytes");
    }
}
