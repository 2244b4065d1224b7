package io.odradek.broker.request;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.ErrorCode;
import java.util.concurrent.CompletionException;

/** What a client is told of an error: the one table from exception to error code. */
public record Failure(ErrorCode error, String message) {
    public static Failure of(Throwable cause) {
        return switch (cause) {
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case ApiException api -> new Failure(api.code(), messageOf(api, api.code()));
            case CorruptRecordsException corrupt ->
                new Failure(ErrorCode.CORRUPT_MESSAGE, messageOf(corrupt, ErrorCode.CORRUPT_MESSAGE));
            default ->
                new Failure(
                        ErrorCode.UNKNOWN_SERVER_ERROR,
                        "The broker ran into an unexpected error; its log has the details");
        };
    }

    private static String messageOf(Throwable cause, ErrorCode error) {
        String message = cause.getMessage();
        return message == null ? error.defaultMessage() : message;
    }
}
