package io.odradek.protocol;

/**
 * Record batches in a message. In memory they are {@link MemoryRecords}; other modules have their own, for example a
 * region of a file, that a {@linkplain WireWriter#splicing splicing} writer hands on untouched.
 */
public interface Records {
    /** The number of bytes, 0 or more; it does not change. */
    int sizeInBytes();
}
