package io.odradek.storage.log;

import io.odradek.base.TopicPartition;
import io.odradek.protocol.record.BatchLayout;
import io.odradek.storage.BatchesBehind;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what recovery cannot use out of the way and names it. It stays in the partition's folder, under names ending in
 * {@value #SUFFIX}, which neither Odradek nor Kafka reads; whoever looks after the broker deletes it. One thread.
 */
final class SetAside {
    static final String SUFFIX = ".damaged";

    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);
    private static final int BLOCK_BYTES = 1024 * 1024;
    private static final String WHAT_TO_DO = "On a cluster the leader sends what is missing. Otherwise copy the file"
            + " elsewhere, from byte {} on, as {}, look at it with bin/kafka-dump-log.sh --print-data-log, and produce"
            + " again what is needed; delete the file when it is not";

    private final Disk disk;
    private final Path folder;
    private final TopicPartition partition;

    SetAside(LogSite site) {
        this.disk = site.disk();
        this.folder = site.folder();
        this.partition = site.topicPartition();
    }

    /**
     * Copies a segment's bytes from {@code position} on into a file of its own, unless they are what one batch leaves that
     * was torn by a crash. Durable when this returns; the segment is not changed.
     *
     * @param next the offset that follows in the log
     */
    void tail(Segment segment, int position, long next, String problem) throws IOException {
        DiskFile source = segment.log().opened();
        int end = segment.size();
        BatchesBehind found = BatchSearch.all(source, position, end);
        if (found.count() == 0 && couldBeOneTornBatch(source, position, end)) {
            return;
        }
        Path target = folder.resolve(LogFiles.name(next, LogFiles.LOG + free(next)));
        try (DiskFile file = disk.open(target, OpenMode.READ_WRITE_CREATE)) {
            copy(source, position, end, file);
            file.sync();
        }
        disk.syncDirectory(folder);
        int first = Math.max(0, found.firstPosition() - position);
        LOG.warn(
                "{}: {} holds {} bytes behind offset {} that are no whole batch ({}); they are kept in {} with {}. "
                        + WHAT_TO_DO,
                partition,
                segment.log().path().getFileName(),
                end - position,
                next - 1,
                problem,
                target,
                found.range(),
                first,
                LogFiles.name(found.count() > 0 ? found.firstOffset() : next, LogFiles.LOG));
    }

    private static void copy(DiskFile source, int from, int end, DiskFile target) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(Math.min(BLOCK_BYTES, end - from));
        for (int at = from; at < end; at += block.limit()) {
            block.clear().limit(Math.min(block.capacity(), end - at));
            source.read(block, at);
            block.flip();
            if (!block.hasRemaining()) {
                throw new IOException("a segment became shorter while it was copied");
            }
            target.write(block.duplicate(), at - from);
        }
    }

    /** Whether nothing but zeros lies behind the end that the first batch announces. */
    private static boolean couldBeOneTornBatch(DiskFile file, int position, int end) throws IOException {
        int used = endOfContent(file, position, end) - position;
        if (used < BatchLayout.HEADER_SIZE) {
            return true;
        }
        ByteBuffer header = ByteBuffer.allocate(BatchLayout.HEADER_SIZE);
        file.read(header, position);
        long announced = BatchLayout.LOG_OVERHEAD + (long) header.getInt(BatchLayout.BATCH_LENGTH);
        return header.get(BatchLayout.MAGIC) == BatchLayout.MAGIC_V2 && used <= announced;
    }

    /** Behind the last byte that is not zero; {@code from} if all are. */
    private static int endOfContent(DiskFile file, int from, int end) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(Math.min(BLOCK_BYTES, Math.max(1, end - from)));
        for (int blockEnd = end; blockEnd > from; ) {
            int start = Math.max(from, blockEnd - block.capacity());
            block.clear().limit(blockEnd - start);
            file.read(block, start);
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) != 0) {
                    return start + i + 1;
                }
            }
            blockEnd = start;
        }
        return from;
    }

    /** Sets segments aside that do not continue the log; empty ones are deleted. */
    void segments(List<Segment> dropped, long next, String reason) throws IOException {
        for (Segment segment : List.copyOf(dropped)) {
            segment(segment, next, reason);
        }
        disk.syncDirectory(folder);
        dropped.clear();
    }

    private void segment(Segment segment, long next, String reason) throws IOException {
        if (segment.size() == 0) {
            segment.close();
            segment.deleteFiles();
            return;
        }
        BatchesBehind found = BatchSearch.all(segment.log().opened(), 0, segment.size());
        String name = LogFiles.name(segment.baseOffset(), LogFiles.LOG);
        segment.setAside(free(segment.baseOffset()));
        LOG.warn(
                "{} ends at offset {}: {}. The segment {} does not continue it and is kept in {} with {}. "
                        + WHAT_TO_DO,
                partition,
                next,
                reason,
                name,
                segment.log().path(),
                found.range(),
                Math.max(0, found.firstPosition()),
                name);
    }

    /** The first suffix under which no file of that offset has been set aside yet. */
    private String free(long offset) throws IOException {
        String suffix = SUFFIX;
        for (int i = 2; disk.exists(folder.resolve(LogFiles.name(offset, LogFiles.LOG + suffix))); i++) {
            suffix = "." + i + SUFFIX;
        }
        return suffix;
    }
}
