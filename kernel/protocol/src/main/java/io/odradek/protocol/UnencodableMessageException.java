package io.odradek.protocol;

/** A message holds what the wanted version cannot express. A bug of the caller, who chose the version. */
public final class UnencodableMessageException extends RuntimeException {
    private UnencodableMessageException(String message) {
        super(message);
    }

    /** A field has another value than its default, and the version lacks the field and may not drop it. */
    public static UnencodableMessageException absentField(String structure, String field, short version) {
        return new UnencodableMessageException("version " + version + " of " + structure + " has no field " + field
                + ": leave it at its default or use a version that has it");
    }

    /** A field is null in a version in which it may not be. */
    public static UnencodableMessageException nullField(String structure, String field, short version) {
        return new UnencodableMessageException(
                "version " + version + " of " + structure + " cannot express a null " + field);
    }

    /** An unsigned field is negative or has more bits than the field. */
    public static UnencodableMessageException outOfRange(String structure, String field, long value) {
        return new UnencodableMessageException("the field " + field + " of " + structure + " cannot express " + value);
    }

    static UnencodableMessageException longFrame(long bytes) {
        return new UnencodableMessageException(
                "a frame of " + bytes + " bytes cannot be sent, the limit is " + Integer.MAX_VALUE);
    }

    static UnencodableMessageException longString(int bytes, int limit) {
        return new UnencodableMessageException(
                "a string of " + bytes + " bytes cannot be written, the limit is " + limit);
    }
}
