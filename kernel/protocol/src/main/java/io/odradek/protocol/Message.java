package io.odradek.protocol;

import java.util.List;

/**
 * A structure of Kafka's protocol that can be written in each of several versions. Reading is a static method of the
 * class, {@code read(WireReader, short)}. Mutable; one thread at a time.
 */
public interface Message {
    /** The lowest version that can be read and written. */
    short lowestSupportedVersion();

    /** The highest version that can be read and written. */
    short highestSupportedVersion();

    /**
     * Bytes that {@link #write} takes in {@code version}, records included; meaningless if they are more than an
     * {@code int} can count, which {@link FrameEncoder} finds out.
     *
     * @throws UnencodableMessageException if the version cannot express what the fields hold
     * @throws UnsupportedVersionException if the message has no such version
     */
    int size(short version);

    /**
     * Bytes of all records in the message, part of {@link #size}: what a {@linkplain WireWriter#splicing splicing}
     * writer leaves out.
     */
    default long recordsSize(short version) {
        return 0;
    }

    /**
     * Writes the message as {@code version} lays it out.
     *
     * @throws UnencodableMessageException if the version cannot express what the fields hold
     * @throws UnsupportedVersionException if the message has no such version
     */
    void write(WireWriter out, short version);

    /** Tagged fields that this build does not know, as they were read (KIP-482). */
    List<RawTaggedField> unknownTaggedFields();
}
