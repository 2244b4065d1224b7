package io.odradek.storage.log;

import io.odradek.protocol.record.BatchHeader;
import io.odradek.storage.LogConfig;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a segment after a crash. Below the recovery point batches were synced and only their headers are read, from the
 * last index entry that can be trusted; beyond it every batch is checksummed. At the first that is not whole the file is
 * cut, as Kafka does it; what is cut off is set aside if it is more than a torn batch. Both indexes are completed on the
 * way.
 *
 * <p>One thread, before anyone else sees the segment.
 */
final class SegmentRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentRecovery.class);

    private final long recoveryPoint;
    private final LogConfig config;
    private final EpochCache epochs;
    private final SetAside aside;

    SegmentRecovery(long recoveryPoint, LogConfig config, EpochCache epochs, SetAside aside) {
        this.recoveryPoint = recoveryPoint;
        this.config = config;
        this.epochs = epochs;
        this.aside = aside;
    }

    /**
     * What is left of a segment.
     *
     * @param nextOffset after the last whole batch
     * @param cutBytes that were cut off
     */
    record Result(long nextOffset, long cutBytes) {}

    Result recover(Segment segment) throws IOException {
        int from = trustedPosition(segment);
        // After a sync that failed the page cache has what the disk lacks, and a later sync would say nothing about it.
        segment.log().opened().dropFromCache(from, segment.size() - from);
        HeaderScanner scanner = scanFrom(segment, from);
        long next = segment.baseOffset();
        boolean first = true;
        String problem = "";
        while (scanner.next()) {
            if (first ? scanner.baseOffset() < segment.baseOffset() : scanner.baseOffset() < next) {
                problem = "offset " + scanner.baseOffset() + " where at least " + next + " is expected";
                break;
            }
            if (scanner.lastOffset() - segment.baseOffset() > Integer.MAX_VALUE) {
                // Offsets are not covered by the checksum, and an index has no room for this one.
                problem = "offset " + scanner.lastOffset() + " in a segment that begins at " + segment.baseOffset();
                break;
            }
            if (scanner.lastOffset() >= recoveryPoint) {
                if (!scanner.hasValidCrc()) {
                    problem = "a batch whose checksum does not match";
                    break;
                }
                epochs.assign(BatchHeader.partitionLeaderEpoch(scanner.header(), scanner.at()), scanner.baseOffset());
            }
            segment.indexer().add(scanner.header(), scanner.at(), scanner.position(), config.indexIntervalBytes());
            next = scanner.lastOffset() + 1;
            first = false;
        }
        if (problem.isEmpty()) {
            problem = scanner.stopReason();
        }
        long cut = problem.isEmpty() ? 0L : cut(segment, scanner.position(), next, problem);
        segment.aborted().truncateTo(Math.min(next, recoveryPoint));
        segment.indexesChecked();
        return new Result(next, cut);
    }

    private static HeaderScanner scanFrom(Segment segment, int position) throws IOException {
        return segment.scan(position, HeaderScanner.LARGE_BLOCK);
    }

    private long cut(Segment segment, int position, long next, String problem) throws IOException {
        int bytes = segment.size() - position;
        aside.tail(segment, position, next, problem);
        if (next < recoveryPoint) {
            LOG.error(
                    "{} is damaged at byte {}, {}; its last {} bytes are cut off although offsets up to {} had been synced",
                    segment.log().path(),
                    position,
                    problem,
                    bytes,
                    recoveryPoint);
        } else {
            LOG.info(
                    "{} ends at offset {} after a crash; {} bytes that were not synced are dropped: {}",
                    segment.log().path(),
                    next,
                    bytes,
                    problem);
        }
        segment.log().truncate(position);
        return bytes;
    }

    /** Cuts the indexes back to what can be trusted and tells where the walk has to begin. */
    private int trustedPosition(Segment segment) throws IOException {
        OffsetIndex offsets = segment.offsets();
        TimeIndex times = segment.times();
        offsets.keepPlausible(recoveryPoint, segment.size());
        times.keepPlausible(recoveryPoint);
        // Later time entries may have been lost: the greatest timestamp is certain only up to the last one.
        Optional<TimestampOffset> lastTime = times.last();
        if (lastTime.isPresent()) {
            OffsetPosition entry = offsets.lookup(lastTime.get().offset());
            HeaderScanner scanner = segment.scan(entry.position(), HeaderScanner.SMALL_BLOCK);
            if (entry.position() > 0
                    && scanner.next()
                    && scanner.baseOffset() >= segment.baseOffset()
                    && scanner.baseOffset() <= entry.offset()) {
                offsets.truncateTo(entry.offset() + 1);
                times.truncateTo(entry.offset() + 1);
                segment.indexer().startAt(times.last().orElse(new TimestampOffset(-1L, -1L)));
                return entry.position();
            }
        }
        segment.indexer().clear();
        return 0;
    }
}
