package io.odradek.base;

/**
 * Every bound of the product that is not a configuration, in one place. Relations between them are checked when the
 * class is loaded.
 */
public final class Limits {
    /** Elements in one array of a message (Kafka 4.4 decoder hardening). */
    public static final int MAX_ARRAY_ELEMENTS = 1_000_000;

    /** Tagged fields in one structure of a message (KIP-482, Kafka 4.4 decoder hardening). */
    public static final int MAX_TAGGED_FIELDS = 10_000;

    /** Elements for which room is made before the first is read. */
    public static final int MAX_INITIAL_CAPACITY = 1_000;

    /** Bytes in a string of a message. */
    public static final int MAX_STRING_BYTES = Short.MAX_VALUE;

    /** Characters in a topic's name: the longest folder name of a file system, less what Kafka appends. */
    public static final int MAX_TOPIC_NAME_LENGTH = 249;

    /** Records in one batch that are walked before the batch is called malformed. */
    public static final int MAX_RECORDS_PER_BATCH = 10_000_000;

    static {
        Invariants.check(MAX_INITIAL_CAPACITY <= MAX_ARRAY_ELEMENTS, "initial capacity is within the array limit");
        Invariants.check(MAX_TAGGED_FIELDS <= MAX_ARRAY_ELEMENTS, "tagged fields are within the array limit");
    }

    private Limits() {}
}
