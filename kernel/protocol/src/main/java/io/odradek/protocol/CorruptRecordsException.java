package io.odradek.protocol;

/**
 * Bytes that claim to be record batches, records or compressed records and are not. Whether they came from a client, a
 * peer or a disk, the answer on the wire is {@link ErrorCode#CORRUPT_MESSAGE}.
 */
public class CorruptRecordsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorruptRecordsException(String message) {
        super(message);
    }

    public CorruptRecordsException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What a client is told: always {@link ErrorCode#CORRUPT_MESSAGE}. */
    public ErrorCode errorCode() {
        return ErrorCode.CORRUPT_MESSAGE;
    }
}
