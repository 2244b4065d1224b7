package io.odradek.quorum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a listener makes of a metadata log: the texts that were committed, in order. */
final class LogImage implements MetadataLog.Listener {
    final List<String> values = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    long nextOffset;
    int readyEpoch = -1;
    boolean caughtUp;

    void clear() {
        values.clear();
        events.clear();
        nextOffset = 0;
        readyEpoch = -1;
        caughtUp = false;
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
            RecordCursor records = cursor.view().records(1 << 20);
            while (records.next()) {
                ByteBuffer value = records.view().value();
                texts.add(value == null ? "null" : UTF_8.decode(value).toString());
            }
        }
        return texts;
    }

    /** The source of a snapshot of what is here. */
    SnapshotSource source() {
        List<String> copy = List.copyOf(values);
        return () -> {
            Iterator<ByteBuffer> batches = copy.stream().map(LogImage::batch).iterator();
            return batches;
        };
    }

    @Override
    public void snapshot(SnapshotReader reader) {
        events.add("snapshot " + reader.endOffset());
        values.clear();
        reader.batches().forEachRemaining(batch -> values.addAll(texts(batch)));
        nextOffset = reader.endOffset();
    }

    @Override
    public void committed(long baseOffset, int epoch, ByteBuffer batch) {
        if (baseOffset < nextOffset) {
            throw new AssertionError("offset " + baseOffset + " again, after " + nextOffset);
        }
        List<String> texts = texts(batch);
        values.addAll(texts);
        nextOffset = baseOffset + texts.size();
    }

    @Override
    public void caughtUp() {
        if (caughtUp) {
            throw new AssertionError("caught up twice");
        }
        caughtUp = true;
    }

    @Override
    public void leaderChanged(LeaderAndEpoch leader) {
        events.add("leader " + leader.leaderId() + " in " + leader.epoch());
    }

    @Override
    public void readyToLead(int epoch) {
        if (!caughtUp) {
            throw new AssertionError("ready before it has caught up");
        }
        readyEpoch = epoch;
    }
}
