package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.metadata.BrokerRegistrationChangeRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import io.odradek.protocol.metadata.TopicRecord;
import java.util.List;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;

class MetadataLevelTest {
    @Test
    void levelsAllowWhatKafkasDo() {
        assertThat(MetadataLevel.MINIMUM).isEqualTo(MetadataVersion.MINIMUM_VERSION.featureLevel());
        assertThat(MetadataLevel.LATEST)
                .isEqualTo(MetadataVersion.latestProduction().featureLevel());
        for (short level = MetadataLevel.MINIMUM; level <= MetadataLevel.LATEST; level++) {
            MetadataLevel ours = new MetadataLevel(level);
            MetadataVersion theirs = MetadataVersion.fromFeatureLevel(level);
            assertThat(ours.leaderEpochGrowsOnIsrShrink())
                    .as("level %d", level)
                    .isEqualTo(theirs.isLeaderEpochBumpRequiredOnIsrShrink());
            assertThat(ours.metadataTransactions()).isEqualTo(theirs.isMetadataTransactionSupported());
            assertThat(ours.controllerRegistration()).isEqualTo(theirs.isControllerRegistrationSupported());
            assertThat(ours.controllerUnregistration()).isEqualTo(theirs.isControllerUnregistrationSupported());
            assertThat(ours.directories()).isEqualTo(theirs.isDirectoryAssignmentSupported());
            assertThat(ours.eligibleLeaderReplicas()).isEqualTo(theirs.isElrSupported());
            assertThat(ours.cordonedDirectories()).isEqualTo(theirs.isCordonedLogDirsSupported());
            for (short lower = MetadataLevel.MINIMUM; lower < level; lower++) {
                assertThat(ours.losesRecordsAt(lower))
                        .as("from %d to %d", level, lower)
                        .isEqualTo(MetadataVersion.checkIfMetadataChanged(
                                theirs, MetadataVersion.fromFeatureLevel(lower)));
            }
        }
    }

    @Test
    void aRecordIsWrittenInTheLowestVersionThatCarriesIt() {
        List<Uuid> directories = List.of(new Uuid(1, 1));
        assertThat(RecordVersions.of(new PartitionRecord())).isZero();
        assertThat(RecordVersions.of(new PartitionRecord().setDirectories(directories)))
                .isEqualTo((short) 1);
        assertThat(RecordVersions.of(new PartitionRecord().setLastKnownElr(List.of())))
                .isEqualTo((short) 2);
        assertThat(RecordVersions.of(new PartitionChangeRecord())).isZero();
        assertThat(RecordVersions.of(new PartitionChangeRecord().setDirectories(directories)))
                .isEqualTo((short) 1);
        assertThat(RecordVersions.of(new PartitionChangeRecord().setEligibleLeaderReplicas(List.of())))
                .isEqualTo((short) 2);
        assertThat(RecordVersions.of(new RegisterBrokerRecord())).isEqualTo((short) 1);
        assertThat(RecordVersions.of(new RegisterBrokerRecord().setIsMigratingZkBroker(true)))
                .isEqualTo((short) 2);
        assertThat(RecordVersions.of(new RegisterBrokerRecord().setLogDirs(directories)))
                .isEqualTo((short) 3);
        assertThat(RecordVersions.of(new RegisterBrokerRecord().setCordonedLogDirs(List.of())))
                .isEqualTo((short) 4);
        assertThat(RecordVersions.of(new BrokerRegistrationChangeRecord().setFenced((byte) 1)))
                .isZero();
        assertThat(RecordVersions.of(new BrokerRegistrationChangeRecord().setInControlledShutdown((byte) 1)))
                .isEqualTo((short) 1);
        assertThat(RecordVersions.of(new BrokerRegistrationChangeRecord().setLogDirs(directories)))
                .isEqualTo((short) 2);
        assertThat(RecordVersions.of(new BrokerRegistrationChangeRecord().setCordonedLogDirs(List.of())))
                .isEqualTo((short) 3);
        assertThat(RecordVersions.of(new TopicRecord())).isZero();
    }
}
