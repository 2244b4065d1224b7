package io.odradek.cli.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.metadata.UserScramCredentialRecord;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.junit.jupiter.api.Test;

/** Kafka's own classes read what is written. */
class BootstrapSnapshotTest {
    private static final long NOW_MS = 1_700_000_000_000L;

    private static List<RecordBatch> batches(byte[] file) {
        List<RecordBatch> batches = new ArrayList<>();
        MemoryRecords.readableRecords(ByteBuffer.wrap(file)).batches().forEach(batches::add);
        return batches;
    }

    private static List<ApiMessage> records(RecordBatch batch) {
        List<ApiMessage> records = new ArrayList<>();
        for (Record record : batch) {
            records.add(new MetadataRecordSerde()
                    .read(new ByteBufferAccessor(record.value()), record.valueSize())
                    .message());
        }
        return records;
    }

    @Test
    void kafkaReadsTheLevels() {
        FeatureLevels levels = FeatureLevels.of(Optional.of("4.0"), Map.of());

        List<RecordBatch> batches =
                batches(BootstrapSnapshot.encode(BootstrapSnapshot.records(levels, List.of()), NOW_MS));

        assertThat(batches).hasSize(3);
        batches.forEach(RecordBatch::ensureValid);
        assertThat(batches.get(0).isControlBatch()).isTrue();
        assertThat(ControlRecordType.parse(batches.get(0).iterator().next().key()))
                .isEqualTo(ControlRecordType.SNAPSHOT_HEADER);
        assertThat(records(batches.get(1)))
                .containsExactly(
                        new FeatureLevelRecord().setName("metadata.version").setFeatureLevel((short) 25));
        assertThat(batches.get(2).baseOffset()).isEqualTo(2);
        assertThat(ControlRecordType.parse(batches.get(2).iterator().next().key()))
                .isEqualTo(ControlRecordType.SNAPSHOT_FOOTER);
    }

    @Test
    void credentialsAreWhatKafkaMakesOfThePassword() throws Exception {
        byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8};
        for (ScramMechanism mechanism : ScramMechanism.values()) {
            ScramArgument argument = ScramArgument.parse(
                    mechanism.mechanismName() + "=[name=alice,password=sécret,iterations=5000]", size -> salt);

            List<ApiMessage> records = records(batches(BootstrapSnapshot.encode(
                            BootstrapSnapshot.records(FeatureLevels.of(Optional.empty(), Map.of()), List.of(argument)),
                            NOW_MS))
                    .get(1));

            ScramFormatter oracle = new ScramFormatter(mechanism);
            byte[] salted = oracle.saltedPassword("sécret", salt, 5000);
            assertThat(records.getLast())
                    .isEqualTo(new UserScramCredentialRecord()
                            .setName("alice")
                            .setMechanism(mechanism.type())
                            .setSalt(salt)
                            .setStoredKey(oracle.storedKey(oracle.clientKey(salted)))
                            .setServerKey(oracle.serverKey(salted))
                            .setIterations(5000));
        }
    }
}
