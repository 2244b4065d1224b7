package io.odradek.base;

import java.util.List;

/**
 * What a decider returns: the records that make its decision true, and the reply that may be sent once they are committed. A
 * decider changes nothing itself; the runtime appends the records to the log, replays them into the state when they are
 * committed, and only then sends the reply. A decision without records may be answered as soon as everything that the decider
 * read is committed.
 *
 * <p>Immutable; the list of records is copied.
 *
 * @param records the records in the order in which they must be appended, atomically; empty when nothing changes
 * @param reply what the caller is told
 * @param <R> the type of the records
 * @param <T> the type of the reply
 */
public record Decision<R, T>(List<R> records, T reply) {
    public Decision {
        records = List.copyOf(records);
    }

    /** A decision that changes nothing. */
    public static <R, T> Decision<R, T> replyOnly(T reply) {
        return new Decision<>(List.of(), reply);
    }

    /** Whether nothing has to be appended before the reply. */
    public boolean changesNothing() {
        return records.isEmpty();
    }
}
