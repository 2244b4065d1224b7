package io.odradek.storage;

/** When an append counts as done. */
public enum Durability {
    /** When a group commit that covers it is on disk. */
    FSYNC,
    /** When the operating system has it; synced later, as {@code flush.messages}, {@code flush.ms} and rolling say. */
    BUFFERED
}
