package io.odradek.storage;

import java.io.IOException;

/** Hears what happens to logs. Called outside the log's locks, by the thread that caused the event; must not block. */
public interface LogListener {
    /** The log end offset has grown. */
    void appended(PartitionLog log);

    /** The durable offset has grown. */
    void durable(PartitionLog log);

    /** A write or sync failed for another reason than a full disk; the log takes no further appends. */
    void failed(PartitionLog log, IOException cause);

    /** Segments were removed from the log, whose files {@link PartitionLog#removeDeleted} deletes later. */
    default void segmentsRemoved(PartitionLog log) {}

    /** Hears nothing. */
    LogListener NONE = new LogListener() {
        @Override
        public void appended(PartitionLog log) {}

        @Override
        public void durable(PartitionLog log) {}

        @Override
        public void failed(PartitionLog log, IOException cause) {}
    };
}
