package io.odradek.storage.log;

import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What lies in a partition's folder once the remains of a crash are gone: files that were about to be deleted, and
 * compaction that had not finished; compaction that had finished is put in place, as Kafka does.
 *
 * @param segments base offsets
 * @param snapshots offsets
 */
record FolderFiles(NavigableSet<Long> segments, NavigableSet<Long> snapshots) {
    private static final List<String> SEGMENT_SUFFIXES =
            List.of(LogFiles.LOG, LogFiles.INDEX, LogFiles.TIME_INDEX, LogFiles.TXN_INDEX);
    private static final String TEMPORARY = ".tmp";

    /** Tidies the folder and lists it: once, if there is nothing to tidy. */
    static FolderFiles tidy(Disk disk, Path folder) throws IOException {
        List<String> names = disk.list(folder);
        if (names.stream().anyMatch(FolderFiles::isRemainder)) {
            removeRemainders(disk, folder, names);
            names = disk.list(folder);
        }
        FolderFiles files = of(names);
        files.deleteOrphans(disk, folder, names);
        return files;
    }

    private static boolean isRemainder(String name) {
        return isUseless(name) || name.endsWith(LogFiles.SWAP);
    }

    private static boolean isUseless(String name) {
        return name.endsWith(LogFiles.DELETED) || name.endsWith(LogFiles.CLEANED) || name.endsWith(TEMPORARY);
    }

    private static void removeRemainders(Disk disk, Path folder, List<String> names) throws IOException {
        long unfinished = Long.MAX_VALUE;
        for (String name : names) {
            OptionalLong base = LogFiles.offset(name, LogFiles.LOG + LogFiles.CLEANED);
            unfinished = Math.min(unfinished, base.orElse(Long.MAX_VALUE));
        }
        for (String name : names) {
            if (isUseless(name)) {
                disk.delete(folder.resolve(name));
            }
        }
        finishSwaps(disk, folder, unfinished);
    }

    /** A swap at or behind a file that was still being cleaned belongs to a run that had not finished. */
    private static void finishSwaps(Disk disk, Path folder, long unfinished) throws IOException {
        for (String name : disk.list(folder)) {
            OptionalLong base = LogFiles.offset(name, LogFiles.LOG + LogFiles.SWAP);
            if (base.isPresent() && base.getAsLong() >= unfinished) {
                disk.delete(folder.resolve(name));
            } else if (base.isPresent()) {
                putInPlace(disk, folder, base.getAsLong());
            }
        }
        for (String name : disk.list(folder)) {
            if (name.endsWith(LogFiles.SWAP)) {
                disk.delete(folder.resolve(name));
            }
        }
    }

    private static void putInPlace(Disk disk, Path folder, long base) throws IOException {
        long end = endOffset(disk, folder.resolve(LogFiles.name(base, LogFiles.LOG + LogFiles.SWAP)), base);
        for (long covered : of(disk.list(folder)).segments().subSet(base, false, Math.max(base, end), false)) {
            for (String suffix : SEGMENT_SUFFIXES) {
                disk.delete(folder.resolve(LogFiles.name(covered, suffix)));
            }
        }
        for (String suffix : SEGMENT_SUFFIXES.reversed()) {
            Path target = folder.resolve(LogFiles.name(base, suffix));
            Path swap = folder.resolve(LogFiles.name(base, suffix + LogFiles.SWAP));
            if (disk.exists(swap)) {
                disk.rename(swap, target);
            } else if (!suffix.equals(LogFiles.LOG)) {
                disk.delete(target);
            }
        }
        disk.syncDirectory(folder);
    }

    private static long endOffset(Disk disk, Path path, long base) throws IOException {
        SegmentFile file = new SegmentFile(disk, path);
        try {
            HeaderScanner scanner = new HeaderScanner(file.opened(), 0, file.size(), HeaderScanner.LARGE_BLOCK);
            long end = base;
            while (scanner.next()) {
                end = scanner.lastOffset() + 1;
            }
            return end;
        } finally {
            file.release();
        }
    }

    /** Indexes without a log belong to a segment that was about to be deleted; a new one of the name must not find them. */
    private void deleteOrphans(Disk disk, Path folder, List<String> names) throws IOException {
        for (String name : names) {
            for (String suffix : SEGMENT_SUFFIXES) {
                OptionalLong base = LogFiles.offset(name, suffix);
                if (base.isPresent() && !segments.contains(base.getAsLong())) {
                    disk.delete(folder.resolve(name));
                }
            }
        }
    }

    private static FolderFiles of(List<String> names) {
        NavigableSet<Long> segments = new TreeSet<>();
        NavigableSet<Long> snapshots = new TreeSet<>();
        for (String name : names) {
            LogFiles.offset(name, LogFiles.LOG).ifPresent(segments::add);
            LogFiles.offset(name, LogFiles.SNAPSHOT).ifPresent(snapshots::add);
        }
        return new FolderFiles(segments, snapshots);
    }
}
