package io.odradek.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.RecordBatchView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random work on one log, with a model of what the log must and may hold. */
final class LogWorkload {
    private record Batch(long base, long last, ByteBuffer bytes) {}

    private static final long PRODUCERS = 4;

    private final Random random;
    private final LogFixture fixture;
    private final LogModel model = new LogModel();
    private final List<Batch> batches = new ArrayList<>();
    private final int[] sequences = new int[(int) PRODUCERS];
    private PartitionLog log;
    private long durable;
    private long checkpointed;
    private long start;
    private long checkpointedStart;
    private int epoch;

    LogWorkload(long seed, LogFixture fixture) {
        random = new Random(seed);
        this.fixture = fixture;
        fixture.config = LogConfig.builder()
                .segmentBytes(random.nextBoolean() ? 600 : 3000)
                .indexIntervalBytes(random.nextInt(3) * 100)
                .retentionBytes(random.nextBoolean() ? 2500 : -1)
                .preallocate(random.nextBoolean())
                .producerIdExpirationMs(Long.MAX_VALUE / 2)
                .build();
    }

    void run(int steps) throws IOException {
        log = fixture.open();
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    private void step() throws IOException {
        fixture.time.advance(random.nextInt(3));
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> sync();
            case 4, 5 -> checkpoint();
            case 6 -> truncate();
            case 7 -> retain();
            case 8 -> epoch++;
            case 9 -> reopen();
            case 10, 11 -> marker();
            default -> append();
        }
    }

    private void append() {
        long timestamp = fixture.time.wallMillis() - random.nextInt(5);
        String[] values = new String[1 + random.nextInt(3)];
        for (int i = 0; i < values.length; i++) {
            values[i] = "v" + random.nextLong() + "x".repeat(random.nextInt(120));
        }
        int producer = random.nextInt((int) PRODUCERS);
        ByteBuffer batch = switch (random.nextInt(3)) {
            case 0 -> TestBatches.batch(timestamp, values);
            case 1 -> LogFixture.idempotent(timestamp, producer * 10L, 0, sequences[producer], values);
            default ->
                LogFixture.transactional(timestamp, 1000 + producer, 0, model.nextSequence(1000 + producer), values);
        };
        if (BatchHeader.producerId(batch, 0) == producer * 10L) {
            sequences[producer] += values.length;
        }
        add(batch, AppendOrigin.CLIENT);
    }

    private void marker() {
        long producer = 1000 + random.nextInt((int) PRODUCERS);
        if (model.isOpen(producer)) {
            add(
                    LogFixture.marker(fixture.time.wallMillis(), producer, 0, random.nextBoolean(), 1),
                    AppendOrigin.COORDINATOR);
        }
    }

    private void add(ByteBuffer batch, AppendOrigin origin) {
        long base = log.logEndOffset();
        ByteBuffer expected =
                ByteBuffer.allocate(batch.remaining()).put(batch.duplicate()).flip();
        expected.putLong(0, base).putInt(12, epoch);
        long last = BatchHeader.lastOffset(expected, 0);
        batches.add(new Batch(base, last, expected));
        AppendResult result = log.appendAsLeader(batch, epoch, origin);
        assertThat(result.baseOffset()).isEqualTo(base);
        assertThat(result.duplicate()).isFalse();
        model.apply(expected);
    }

    private void sync() throws IOException {
        log.sync();
        durable = log.durableOffset();
        assertThat(durable).isEqualTo(log.logEndOffset());
    }

    private void checkpoint() {
        checkpointed = log.recoveryPoint();
        checkpointedStart = log.logStartOffset();
    }

    private void truncate() throws IOException {
        if (batches.isEmpty()) {
            return;
        }
        Batch first = batches.get(random.nextInt(batches.size()));
        if (first.base < log.logStartOffset()) {
            return;
        }
        durable = Math.min(durable, first.base);
        checkpointed = Math.min(checkpointed, first.base);
        log.truncateTo(first.base + (random.nextBoolean() ? 0 : first.last - first.base));
        assertThat(log.logEndOffset()).isEqualTo(first.base);
        batches.removeIf(batch -> batch.base >= first.base);
        replayModel();
    }

    private void replayModel() {
        model.clear();
        batches.forEach(batch -> model.apply(batch.bytes));
        for (int i = 0; i < PRODUCERS; i++) {
            sequences[i] = model.nextSequence(i * 10L);
        }
    }

    private void retain() throws IOException {
        if (random.nextBoolean()) {
            start = Math.max(start, durable - random.nextInt(5));
            log.deleteRecordsBefore(start);
        }
        start = Math.max(start, durable);
        log.applyRetention(durable);
        start = log.logStartOffset();
        fixture.time.advance(random.nextInt(2) * 120_000);
        log.removeDeleted(false);
        assertThat(log.durableOffset()).isGreaterThanOrEqualTo(Math.min(durable, log.logEndOffset()));
    }

    private void reopen() throws IOException {
        long end = log.logEndOffset();
        log.close();
        durable = end;
        log = fixture.openClean(log.logStartOffset());
        assertThat(log.logEndOffset()).isEqualTo(end);
        assertThat(log.durableOffset()).isEqualTo(end);
    }

    /** Opens what the crash left, compares it with the model, goes on and compares again. */
    void checkSurvivor() throws IOException {
        log = fixture.open(new RecoveryPoint(checkpointed, checkpointedStart, false, true));
        checkContents(log.logStartOffset());
        int seen = batches.size();
        for (int i = 0; i < 8; i++) {
            append();
        }
        assertThat(batches.size()).isEqualTo(seen + 8);
        marker();
        sync();
        checkContents(log.logStartOffset());
        reopen();
        checkContents(log.logStartOffset());
        log.close();
    }

    private void checkContents(long from) throws IOException {
        long end = log.logEndOffset();
        assertThat(end).as("log end offset").isGreaterThanOrEqualTo(durable);
        assertThat(from).as("log start offset").isLessThanOrEqualTo(Math.max(start, durable));
        batches.removeIf(batch -> batch.last >= end);
        replayModel();
        List<Batch> expected =
                batches.stream().filter(batch -> batch.last >= from).toList();
        List<Batch> found = readAll(log, from);
        assertThat(found).as("batches from " + from + " to " + end).isEqualTo(expected);
        LogChecks.check(log, expected.stream().map(Batch::bytes).toList(), Math.max(from, start));
        model.check(log);
    }

    private static List<Batch> readAll(PartitionLog log, long from) throws IOException {
        List<Batch> found = new ArrayList<>();
        long offset = from;
        while (offset < log.logEndOffset()) {
            BatchCursor cursor = BatchCursor.over(LogFixture.bytes(log.read(offset, 1000, Long.MAX_VALUE, true)));
            assertThat(cursor.next()).as("a batch at " + offset).isTrue();
            do {
                RecordBatchView batch = cursor.view();
                assertThat(batch.hasValidCrc()).isTrue();
                assertThat(batch.baseOffset()).isLessThanOrEqualTo(offset);
                found.add(new Batch(batch.baseOffset(), batch.lastOffset(), batch.slice()));
                offset = batch.nextOffset();
            } while (cursor.next());
        }
        return found;
    }
}
