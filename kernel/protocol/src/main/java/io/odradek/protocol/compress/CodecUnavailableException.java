package io.odradek.protocol.compress;

import io.odradek.protocol.ErrorCode;

/** The library of a codec is missing or does not load on this machine. */
public final class CodecUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CodecUnavailableException(CompressionType type, Throwable cause) {
        super(
                "the " + type.configName() + " library cannot be loaded (" + cause
                        + "): put it on the module path, and check that its temporary directory allows execution",
                cause);
    }

    /** What a client is told: always {@link ErrorCode#UNSUPPORTED_COMPRESSION_TYPE}. */
    public ErrorCode errorCode() {
        return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
    }
}
