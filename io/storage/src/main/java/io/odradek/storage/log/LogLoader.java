package io.odradek.storage.log;

import io.odradek.protocol.record.BatchHeader;
import io.odradek.storage.LogConfig;
import io.odradek.storage.RecoveryPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a partition's folder and brings it to a state from which appends can go on. One thread per folder. */
public final class LogLoader {
    private static final Logger LOG = LoggerFactory.getLogger(LogLoader.class);

    private final LogSite site;
    private final LogConfig config;
    private final RecoveryPoint known;
    private final EpochCheckpoint checkpoint;
    private final SetAside aside;

    private LogLoader(LogSite site, LogConfig config, RecoveryPoint known) {
        this.site = site;
        this.config = config;
        this.known = known;
        checkpoint = new EpochCheckpoint(site.disk(), site.folder());
        aside = new SetAside(site);
    }

    /**
     * Opens the folder, which is made if it is missing.
     *
     * @param known the recovery point and log start offset of the checkpoints
     * @throws IOException if the disk fails or a file is damaged where nothing can be dropped
     */
    public static LogState load(LogSite site, LogConfig config, RecoveryPoint known) throws IOException {
        site.disk().createDirectories(site.folder());
        LogLoader loader = new LogLoader(site, config, known);
        return new LogState(site, config, loader.load());
    }

    private LoadedLog load() throws IOException {
        FolderFiles files = FolderFiles.tidy(site.disk(), site.folder());
        List<Segment> segments = new ArrayList<>();
        for (long base : files.segments()) {
            segments.add(
                    new Segment(site.disk(), site.folder(), base, site.time().wallMillis()));
        }
        EpochCache epochs = loadEpochs(segments);
        if (segments.isEmpty()) {
            return startEmpty(known.logStartOffset(), epochs, files.snapshots());
        }
        long end =
                known.cleanShutdown() ? cleanEnd(segments, epochs) : recover(segments, known.recoveryPoint(), epochs);
        if (end < known.logStartOffset()) {
            LOG.warn(
                    "{} ends at offset {}, before its start {}; it starts over there",
                    site.topicPartition(),
                    end,
                    known.logStartOffset());
            aside.segments(segments, end, "its records were deleted up to offset " + known.logStartOffset());
            return startEmpty(known.logStartOffset(), epochs, files.snapshots());
        }
        segments.getLast().continueAt(end);
        return finish(segments, epochs, files.snapshots(), end);
    }

    private LoadedLog finish(List<Segment> segments, EpochCache epochs, NavigableSet<Long> found, long end)
            throws IOException {
        SegmentList list = new SegmentList(segments);
        long start = Math.max(known.logStartOffset(), list.first().baseOffset());
        epochs.truncateFromEnd(end);
        if (!known.cleanShutdown() && start < end && epochs.epochAt(start) < 0) {
            // Records whose deletion the crash has undone: their epochs are gone from the checkpoint.
            epochs.prepend(scanEpochs(segments, end));
        }
        epochs.truncateFromStart(start);
        long durable = known.cleanShutdown() ? end : Math.clamp(known.recoveryPoint(), start, end);
        ProducerStates producers = new ProducerStates(site.time());
        SnapshotFiles snapshots = new SnapshotFiles(site.disk(), site.folder(), found);
        new ProducerReplay(list, producers, snapshots).replay(durable, end);
        return new LoadedLog(list, epochs, producers, snapshots, start, end, durable, known.cleanShutdown());
    }

    private LoadedLog startEmpty(long offset, EpochCache epochs, NavigableSet<Long> found) throws IOException {
        Segment segment =
                new Segment(site.disk(), site.folder(), offset, site.time().wallMillis());
        segment.create(config);
        epochs.clear();
        SnapshotFiles snapshots = new SnapshotFiles(site.disk(), site.folder(), found);
        snapshots.deleteFrom(0L);
        return new LoadedLog(
                new SegmentList(List.of(segment)),
                epochs,
                new ProducerStates(site.time()),
                snapshots,
                offset,
                offset,
                offset,
                false);
    }

    private EpochCache loadEpochs(List<Segment> segments) throws IOException {
        Optional<List<EpochCache.Entry>> entries = checkpoint.read();
        EpochCache epochs = new EpochCache(entries.orElse(List.of()));
        if (entries.isEmpty()) {
            epochs.prepend(scanEpochs(segments, known.cleanShutdown() ? Long.MAX_VALUE : known.recoveryPoint()));
        }
        return epochs;
    }

    /** The epochs of all batches that end before {@code end}. */
    private static EpochCache scanEpochs(List<Segment> segments, long end) throws IOException {
        EpochCache epochs = new EpochCache(List.of());
        for (Segment segment : segments) {
            HeaderScanner scanner = segment.scan(0, HeaderScanner.LARGE_BLOCK);
            while (scanner.next() && scanner.lastOffset() < end) {
                epochs.assign(BatchHeader.partitionLeaderEpoch(scanner.header(), scanner.at()), scanner.baseOffset());
            }
        }
        return epochs;
    }

    /** The end of a log that was closed in order; should its tail be torn nevertheless, it is recovered. */
    private long cleanEnd(List<Segment> segments, EpochCache epochs) throws IOException {
        Segment active = segments.getLast();
        active.ensureIndexes();
        int count = active.offsets().entries().count();
        int from = count == 0 ? 0 : active.offsets().get(count - 1).position();
        HeaderScanner scanner = active.scan(from, HeaderScanner.SMALL_BLOCK);
        long end = active.baseOffset();
        while (scanner.next()) {
            end = scanner.lastOffset() + 1;
        }
        return scanner.stopReason().isEmpty() && end >= active.baseOffset()
                ? end
                : recover(segments, active.baseOffset(), epochs);
    }

    /** Checks what lies beyond the recovery point and sets aside what does not hang together; the end of what is left. */
    private long recover(List<Segment> segments, long recoveryPoint, EpochCache epochs) throws IOException {
        SegmentRecovery recovery = new SegmentRecovery(recoveryPoint, config, epochs, aside);
        // The indexes of the segment that was active at the last sync are not on disk yet, though all its batches are.
        int index = new SegmentList(segments).floor(recoveryPoint - 1);
        long end = -1L;
        boolean cut = false;
        while (index < segments.size()) {
            long base = segments.get(index).baseOffset();
            if (end >= 0 && base < end) {
                aside.segments(segments.subList(index, index + 1), end, "the segment before it reaches beyond " + base);
                continue;
            }
            if (end >= 0 && base > end && (cut || isTorn(base, recoveryPoint))) {
                aside.segments(
                        segments.subList(index, segments.size()),
                        end,
                        "the offsets from there to " + base + " are lost");
                break;
            }
            if (index > 0) {
                // Its time index may lack the last entry, by which later starts know the greatest timestamp.
                segments.get(index - 1).seal();
            }
            SegmentRecovery.Result result = recovery.recover(segments.get(index));
            end = result.nextOffset();
            cut = result.cutBytes() > 0;
            index++;
        }
        if (end < recoveryPoint) {
            LOG.error(
                    "{} ends at offset {} although offsets up to {} had been synced",
                    site.topicPartition(),
                    end,
                    recoveryPoint);
        }
        return end;
    }

    /** Whether a gap before a segment is what a crash has torn, and not what compaction has left. */
    private boolean isTorn(long base, long recoveryPoint) {
        return known.gapless() && !config.compactable() && base > recoveryPoint;
    }
}
