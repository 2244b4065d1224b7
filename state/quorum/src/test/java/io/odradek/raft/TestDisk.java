package io.odradek.raft;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.BatchEdits;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.raft.RecoveredLog.Snapshots;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A replica's disk in memory: batches of which a crash takes those that were not synced, the saved state, whole snapshots. */
final class TestDisk {
    /** A batch of the log; bytes are never changed. */
    record Batch(long baseOffset, long endOffset, int epoch, ByteBuffer bytes) {
        String text() {
            RecordBatchView view = new RecordBatchView().wrap(bytes, 0);
            return view.isControl() ? "control" : String.join(",", texts(bytes));
        }
    }

    final List<Batch> batches = new ArrayList<>();
    final NavigableMap<SnapshotId, ByteBuffer> snapshots = new TreeMap<>();
    QuorumState state = QuorumState.INITIAL;
    long startOffset;
    long endOffset;
    long durableOffset;
    Optional<ByteBuffer> bootstrap = Optional.empty();
    private ByteArrayOutputStream download = new ByteArrayOutputStream();

    TestDisk copy() {
        TestDisk copy = new TestDisk();
        copy.batches.addAll(batches);
        copy.snapshots.putAll(snapshots);
        copy.state = state;
        copy.startOffset = startOffset;
        copy.endOffset = endOffset;
        copy.durableOffset = durableOffset;
        copy.bootstrap = bootstrap;
        copy.download.writeBytes(download.toByteArray());
        return copy;
    }

    static ByteBuffer value(String... values) {
        RecordBatchBuilder builder = RecordBatchBuilder.create();
        for (String value : values) {
            builder.append(0L, null, ByteBuffer.wrap(value.getBytes(UTF_8)));
        }
        return builder.build();
    }

    static List<String> texts(ByteBuffer bytes) {
        List<String> texts = new ArrayList<>();
        BatchCursor cursor = BatchCursor.over(bytes);
        while (cursor.next()) {
            if (!cursor.view().isControl()) {
                RecordCursor records = cursor.view().records(1 << 20);
                while (records.next()) {
                    ByteBuffer value = records.view().value();
                    texts.add(value == null ? "null" : UTF_8.decode(value).toString());
                }
            }
        }
        return texts;
    }

    void append(LogWork.Append append) {
        if (append.baseOffset() != endOffset) {
            throw new IllegalStateException("append at " + append.baseOffset() + " to a log that ends at " + endOffset);
        }
        ByteBuffer copy = ByteBuffer.allocate(append.batches().remaining());
        copy.put(append.batches().duplicate()).flip();
        BatchCursor cursor = BatchCursor.over(copy);
        while (cursor.next()) {
            RecordBatchView view = cursor.view();
            if (view.baseOffset() != endOffset) {
                throw new IllegalStateException("a batch does not continue the log");
            }
            batches.add(new Batch(view.baseOffset(), view.nextOffset(), view.partitionLeaderEpoch(), view.slice()));
            endOffset = view.nextOffset();
        }
        if (endOffset != append.endOffset()) {
            throw new IllegalStateException("the batches end at " + endOffset + ", not " + append.endOffset());
        }
    }

    void truncate(long to) {
        batches.removeIf(batch -> batch.endOffset() > to);
        endOffset = batches.isEmpty()
                ? Math.max(startOffset, Math.min(to, endOffset))
                : batches.getLast().endOffset();
        durableOffset = Math.min(durableOffset, endOffset);
    }

    void sync() {
        durableOffset = endOffset;
    }

    /** What a power failure leaves. */
    void crash() {
        truncate(durableOffset);
        download = new ByteArrayOutputStream();
    }

    ByteBuffer read(long from, long end, int maxBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Batch batch : batches) {
            boolean fits = out.size() == 0 || out.size() + batch.bytes().remaining() <= maxBytes;
            if (batch.baseOffset() >= from && batch.endOffset() <= end && fits) {
                byte[] bytes = new byte[batch.bytes().remaining()];
                batch.bytes().duplicate().get(bytes);
                out.writeBytes(bytes);
            }
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** The values below the offset, snapshot included, with the epoch of each as far as the log has it. */
    List<String> valuesBelow(long offset) {
        List<String> values = new ArrayList<>();
        long from = 0;
        if (!snapshots.isEmpty() && snapshots.lastKey().endOffset() <= offset) {
            values.addAll(texts(snapshots.lastEntry().getValue()));
            from = snapshots.lastKey().endOffset();
        }
        for (Batch batch : batches) {
            if (batch.baseOffset() >= from && batch.endOffset() <= offset) {
                values.addAll(texts(batch.bytes()));
            }
        }
        return values;
    }

    static ByteBuffer snapshotBytes(int kraftVersion, VoterSet voters, List<String> values) {
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(ControlRecordBatches.snapshotHeader(0L, kraftVersion, voters));
        if (!values.isEmpty()) {
            parts.add(value(values.toArray(new String[0])));
        }
        parts.add(ControlRecordBatches.snapshotFooter(0L));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long next = 0;
        for (ByteBuffer part : parts) {
            BatchEdits.assign(part, 0, next, 1);
            next = new RecordBatchView().wrap(part, 0).nextOffset();
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            out.writeBytes(bytes);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    void takeSnapshot(SnapshotId id, VoterHistory voters) {
        snapshots.put(
                id,
                snapshotBytes(
                        voters.kraftVersionBefore(id.endOffset()),
                        voters.votersBefore(id.endOffset()).orElse(VoterSet.EMPTY),
                        valuesBelow(id.endOffset())));
    }

    void deleteBelow(long offset) {
        batches.removeIf(batch -> batch.endOffset() <= offset);
        startOffset = offset;
        snapshots.keySet().removeIf(id -> id.endOffset() < offset);
    }

    void beginDownload() {
        download = new ByteArrayOutputStream();
    }

    void writeDownload(long position, ByteBuffer bytes) {
        if (position != download.size()) {
            throw new IllegalStateException("piece at " + position + " of " + download.size());
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        download.writeBytes(copy);
    }

    VoterHistory install(SnapshotId id, VoterSet staticVoters) {
        snapshots.clear();
        snapshots.put(id, ByteBuffer.wrap(download.toByteArray()));
        batches.clear();
        startOffset = id.endOffset();
        endOffset = id.endOffset();
        durableOffset = id.endOffset();
        return recover(staticVoters).voters();
    }

    Snapshots ids() {
        return snapshots.isEmpty()
                ? Snapshots.NONE
                : new Snapshots(Optional.of(snapshots.firstKey()), Optional.of(snapshots.lastKey()));
    }

    RecoveredLog recover(VoterSet staticVoters) {
        LogScan scan = new LogScan(staticVoters);
        bootstrap.ifPresent(bytes -> scan.snapshot(SnapshotId.BOOTSTRAP, new RecordBatchView().wrap(bytes, 0)));
        if (!snapshots.isEmpty()) {
            scan.snapshot(
                    snapshots.lastKey(),
                    new RecordBatchView().wrap(snapshots.lastEntry().getValue(), 0));
        }
        for (Batch batch : batches) {
            scan.batch(new RecordBatchView().wrap(batch.bytes(), 0));
        }
        return new RecoveredLog(startOffset, endOffset, durableOffset, scan.epochs(), ids(), scan.voters());
    }
}
