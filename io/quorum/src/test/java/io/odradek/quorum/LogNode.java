package io.odradek.quorum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.odradek.base.Uuid;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.raft.Endpoints;
import io.odradek.raft.RaftConfig;
import io.odradek.raft.ReplicaKey;
import io.odradek.storage.ManualTime;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** A node that is its whole quorum, on the test's thread: its "image" is the list of texts that were committed. */
final class LogNode implements MetadataLog.Listener {
    static final Path DIRECTORY = Path.of("/meta");
    static final Path FOLDER = DIRECTORY.resolve("__cluster_metadata-0");

    final ManualExecutor callbacks = new ManualExecutor();
    final ManualExecutor diskTasks = new ManualExecutor();
    final List<String> image = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final ManualTimers timers = new ManualTimers();
    final KraftMetadataLog log;
    long nextOffset;
    int epoch = -1;

    /** Opens, starts and becomes leader. */
    static LogNode start(Disk disk) throws IOException {
        return start(disk, DIRECTORY);
    }

    static LogNode start(Disk disk, Path directory) throws IOException {
        LogNode node = new LogNode(disk, directory);
        node.run();
        return node;
    }

    private LogNode(Disk disk, Path directory) throws IOException {
        RaftConfig raft = RaftConfig.soleVoter(
                "cluster",
                new ReplicaKey(1, new Uuid(5, 5)),
                "CONTROLLER",
                Endpoints.of("CONTROLLER", "localhost", 9093));
        KraftSpec spec = new KraftSpec(disk, directory, raft, 2_000, new ManualTime());
        log = KraftMetadataLog.open(
                spec,
                new KraftSeams(callbacks, diskTasks, diskTasks, new NoPeers(), timers::after, new SplittableRandom(1)));
        log.start(this);
    }

    /** Runs everything that waits. */
    void run() {
        boolean more = true;
        while (more) {
            more = diskTasks.runOne() | callbacks.runOne();
        }
    }

    CompletableFuture<Long> append(String... values) {
        return log.append(epoch, batch(values)).toCompletableFuture();
    }

    /** A snapshot of the image as it is. */
    CompletableFuture<Void> snapshot() {
        List<String> copy = List.copyOf(image);
        return log.snapshot(nextOffset, () -> batches(copy)).toCompletableFuture();
    }

    private static Iterator<ByteBuffer> batches(List<String> values) {
        return values.stream().map(LogNode::batch).iterator();
    }

    static ByteBuffer batch(String... values) {
        RecordBatchBuilder builder = RecordBatchBuilder.create();
        for (String value : values) {
            builder.append(1_700_000_000_000L, null, ByteBuffer.wrap(value.getBytes(UTF_8)));
        }
        return builder.build();
    }

    static List<String> texts(ByteBuffer batches) {
        List<String> texts = new ArrayList<>();
        BatchCursor cursor = BatchCursor.over(batches);
        while (cursor.next()) {
            RecordBatchView batch = cursor.view();
            RecordCursor records = batch.records(1 << 20);
            while (records.next()) {
                ByteBuffer value = records.view().value();
                texts.add(value == null ? "null" : UTF_8.decode(value).toString());
            }
        }
        return texts;
    }

    @Override
    public void snapshot(SnapshotReader reader) {
        events.add("snapshot " + reader.endOffset());
        image.clear();
        reader.batches().forEachRemaining(batch -> image.addAll(texts(batch)));
        nextOffset = reader.endOffset();
    }

    @Override
    public void committed(long baseOffset, int batchEpoch, ByteBuffer batch) {
        List<String> texts = texts(batch);
        image.addAll(texts);
        events.add("committed " + baseOffset + " in " + batchEpoch);
        nextOffset = baseOffset + texts.size();
    }

    @Override
    public void caughtUp() {
        events.add("caught up");
    }

    @Override
    public void leaderChanged(LeaderAndEpoch leader) {
        events.add("leader "
                + (leader.leaderId().isPresent() ? leader.leaderId().getAsInt() : "none") + " in " + leader.epoch());
    }

    @Override
    public void readyToLead(int readyEpoch) {
        events.add("ready " + readyEpoch);
        epoch = readyEpoch;
    }
}
