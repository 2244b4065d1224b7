package io.odradek.storage.log;

import io.odradek.protocol.record.BatchLayout;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.storage.BatchesBehind;
import io.odradek.storage.LogPreview;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The walk of a {@link LogPreview}. One thread, once. */
public final class PreviewWalk {
    private final Disk disk;
    private final Path folder;
    private final NavigableSet<Long> bases = new TreeSet<>();
    private final Consumer<RecordBatchView> visitor;
    private long next;
    private int lastEpoch = BatchLayout.NO_LEADER_EPOCH;
    private long greatestTimestamp = BatchLayout.NO_TIMESTAMP;
    private Optional<LogPreview.Damage> damage = Optional.empty();

    /** See {@link LogPreview#read}. */
    public PreviewWalk(Disk disk, Path folder, long from, Consumer<RecordBatchView> visitor) {
        this.disk = disk;
        this.folder = folder;
        this.visitor = visitor;
        this.next = from;
    }

    /** See {@link LogPreview#read}. */
    public LogPreview run() throws IOException {
        for (String name : disk.list(folder)) {
            LogFiles.offset(name, LogFiles.LOG).ifPresent(bases::add);
        }
        walk();
        OptionalLong start = bases.isEmpty() ? OptionalLong.empty() : OptionalLong.of(bases.first());
        return new LogPreview(start, next, lastEpoch, greatestTimestamp, damage);
    }

    private void walk() throws IOException {
        Long floor = bases.floor(next);
        List<Long> segments = List.copyOf(floor == null ? bases : bases.tailSet(floor));
        for (int i = 0; i < segments.size() && damage.isEmpty(); i++) {
            long base = segments.get(i);
            boolean first = i == 0 && floor != null;
            try (DiskFile file = open(base)) {
                int size = Math.toIntExact(file.size());
                if (!first && base != next && size > 0) {
                    damaged(segments, i, 0, "it begins at offset " + base + " where " + next + " follows");
                } else {
                    walk(segments, i, file, size);
                }
            }
        }
    }

    private DiskFile open(long base) throws IOException {
        return disk.open(folder.resolve(LogFiles.name(base, LogFiles.LOG)), OpenMode.READ);
    }

    private void walk(List<Long> segments, int index, DiskFile file, int size) throws IOException {
        HeaderScanner scanner = new HeaderScanner(file, 0, size, HeaderScanner.LARGE_BLOCK);
        while (scanner.next()) {
            if (scanner.lastOffset() < next) {
                continue;
            }
            if (scanner.baseOffset() != next) {
                damaged(
                        segments,
                        index,
                        scanner.position(),
                        "offset " + scanner.baseOffset() + " where " + next + " follows");
                return;
            }
            RecordBatchView batch = new RecordBatchView();
            batch.wrap(read(file, scanner.position(), scanner.size()), 0);
            if (!batch.hasValidCrc()) {
                damaged(segments, index, scanner.position(), "a batch whose checksum does not match");
                return;
            }
            visitor.accept(batch);
            next = batch.nextOffset();
            lastEpoch = batch.partitionLeaderEpoch();
            greatestTimestamp = Math.max(greatestTimestamp, batch.maxTimestamp());
        }
        if (!scanner.stopReason().isEmpty()) {
            damaged(segments, index, scanner.position(), scanner.stopReason());
        }
    }

    private static ByteBuffer read(DiskFile file, int position, int size) throws IOException {
        ByteBuffer batch = ByteBuffer.allocate(size);
        if (file.read(batch, position) < size) {
            throw new IOException("a file became shorter while it was read, at byte " + position);
        }
        return batch.flip();
    }

    private void damaged(List<Long> segments, int index, int position, String what) throws IOException {
        BatchesBehind behind = BatchesBehind.NONE;
        for (int i = index; i < segments.size(); i++) {
            try (DiskFile file = open(segments.get(i))) {
                int from = i == index ? position : 0;
                behind = behind.and(BatchSearch.all(file, from, Math.toIntExact(file.size())));
            }
        }
        damage = Optional.of(
                new LogPreview.Damage(LogFiles.name(segments.get(index), LogFiles.LOG), position, what, behind));
    }
}
