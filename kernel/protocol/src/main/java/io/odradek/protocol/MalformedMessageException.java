package io.odradek.protocol;

/**
 * Bytes are not the structure that they should be. It is the only exception that decoders throw whatever the bytes are;
 * a broker answers it by closing the connection.
 */
public final class MalformedMessageException extends RuntimeException {
    /** @param message what was expected and what was found, with the place */
    public MalformedMessageException(String message) {
        super(message);
    }
}
