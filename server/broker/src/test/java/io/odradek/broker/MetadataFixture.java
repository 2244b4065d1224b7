package io.odradek.broker;

import io.odradek.base.Time;
import io.odradek.base.Uuid;
import io.odradek.broker.controller.MetadataRecordCodec;
import io.odradek.broker.publish.MetadataSnapshots;
import io.odradek.coordinator.EncodedRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.quorum.KraftMetadataLog;
import io.odradek.quorum.KraftSeams;
import io.odradek.quorum.KraftSpec;
import io.odradek.raft.Endpoints;
import io.odradek.raft.RaftConfig;
import io.odradek.raft.ReplicaKey;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** Metadata logs and batches for tests. */
public final class MetadataFixture {
    private static final MetadataRecordCodec CODEC = new MetadataRecordCodec();
    private static final int SEGMENT_BYTES = 1 << 20;

    private MetadataFixture() {}

    /** One batch of records. */
    public static ByteBuffer batch(long baseOffset, List<MetadataRecord> records) {
        RecordBatchBuilder batch = RecordBatchBuilder.create().baseOffset(baseOffset);
        for (MetadataRecord record : records) {
            EncodedRecord encoded = CODEC.encode(record);
            batch.append(1_700_000_000_000L, encoded.key(), encoded.value());
        }
        return batch.build();
    }

    /** The log of a single voter. */
    public static KraftMetadataLog log(Disk disk, int nodeId, Time time, Executor callbacks, Executor diskTasks) {
        try {
            RaftConfig raft = RaftConfig.soleVoter(
                    "cluster",
                    new ReplicaKey(nodeId, new Uuid(5, nodeId)),
                    "CONTROLLER",
                    Endpoints.of("CONTROLLER", "localhost", 9093));
            KraftSpec spec = new KraftSpec(disk, Path.of("/meta"), raft, SEGMENT_BYTES, time);
            return KraftMetadataLog.open(
                    spec,
                    new KraftSeams(
                            callbacks,
                            diskTasks,
                            diskTasks,
                            new NoPeers(),
                            (_, _) -> () -> {},
                            new SplittableRandom(nodeId)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes none. */
    public static MetadataSnapshots noSnapshots(Time time) {
        ManualExecutor nobody = new ManualExecutor();
        return new MetadataSnapshots(log(new SimulatedDisk(1), 1, time, nobody, nobody), CODEC, time, Long.MAX_VALUE);
    }
}
