package io.odradek.protocol;

/** A message has no such version, or no longer. */
public final class UnsupportedVersionException extends RuntimeException {
    /**
     * @param message the name of the message
     * @param version the version that was asked for
     * @param lowest the lowest supported version
     * @param highest the highest supported version
     */
    public UnsupportedVersionException(String message, short version, short lowest, short highest) {
        super("version " + version + " of " + message + " is not supported, only " + lowest + " to " + highest);
    }
}
