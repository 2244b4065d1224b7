package io.odradek.metadata.controller;

import io.odradek.protocol.metadata.BrokerRegistrationChangeRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;

/**
 * In which version a record is written: the lowest that carries all that is set in it. Since {@linkplain MetadataLevel
 * deciders} set only what the finalized level has, no node meets a version that it does not know.
 *
 * <p>Stateless; any thread.
 */
public final class RecordVersions {
    private RecordVersions() {}

    /** The version in which to write a record. */
    public static short of(MetadataRecord record) {
        return (short)
                switch (record) {
                    case PartitionRecord partition -> partition(partition);
                    case PartitionChangeRecord change -> partitionChange(change);
                    case RegisterBrokerRecord broker -> broker(broker);
                    case BrokerRegistrationChangeRecord change -> brokerChange(change);
                    default -> record.highestSupportedVersion();
                };
    }

    private static int partition(PartitionRecord record) {
        if (record.eligibleLeaderReplicas() != null || record.lastKnownElr() != null) {
            return 2;
        }
        return record.directories().isEmpty() ? 0 : 1;
    }

    private static int partitionChange(PartitionChangeRecord record) {
        if (record.eligibleLeaderReplicas() != null || record.lastKnownElr() != null) {
            return 2;
        }
        return record.directories() == null ? 0 : 1;
    }

    private static int broker(RegisterBrokerRecord record) {
        if (record.cordonedLogDirs() != null) {
            return 4;
        }
        if (!record.logDirs().isEmpty()) {
            return 3;
        }
        return record.isMigratingZkBroker() ? 2 : 1;
    }

    private static int brokerChange(BrokerRegistrationChangeRecord record) {
        if (record.cordonedLogDirs() != null) {
            return 3;
        }
        if (!record.logDirs().isEmpty()) {
            return 2;
        }
        return record.inControlledShutdown() == 0 ? 0 : 1;
    }
}
