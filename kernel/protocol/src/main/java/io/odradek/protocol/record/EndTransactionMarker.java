package io.odradek.protocol.record;

import io.odradek.base.Invariants;

/**
 * What ends a transaction in a partition (KIP-98).
 *
 * @param type {@link ControlRecordType#COMMIT} or {@link ControlRecordType#ABORT}
 * @param coordinatorEpoch leader epoch of the transaction coordinator's partition
 */
public record EndTransactionMarker(ControlRecordType type, int coordinatorEpoch) {
    public EndTransactionMarker {
        Invariants.check(
                type == ControlRecordType.COMMIT || type == ControlRecordType.ABORT,
                "a transaction ends with commit or abort",
                type);
    }

    /** Whether the transaction was committed. */
    public boolean isCommit() {
        return type == ControlRecordType.COMMIT;
    }
}
