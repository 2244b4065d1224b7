package io.odradek.protocol;

/** A request is answered with an error. Its message is for the client and says what to do. */
public final class ApiException extends RuntimeException {
    private final ErrorCode code;

    /** @param message what the client is told */
    public ApiException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** An error with the {@linkplain ErrorCode#defaultMessage() message of its code}. */
    public ApiException(ErrorCode code) {
        this(code, code.defaultMessage());
    }

    /** The error on the wire, never {@link ErrorCode#NONE}. */
    public ErrorCode code() {
        return code;
    }
}
