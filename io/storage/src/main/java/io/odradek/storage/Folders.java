package io.odradek.storage;

import io.odradek.base.TopicPartition;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import io.odradek.storage.log.LogFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** Operations on whole folders. Stateless. */
public final class Folders {
    private Folders() {}

    /** Makes a folder and its parents where missing; their names are durable when this returns. */
    public static void create(Disk disk, Path folder) throws IOException {
        Path existing = folder.toAbsolutePath().getParent();
        while (existing != null && !disk.exists(existing)) {
            existing = existing.getParent();
        }
        disk.createDirectories(folder);
        Path parent = folder.toAbsolutePath().getParent();
        while (parent != null && existing != null && parent.startsWith(existing)) {
            disk.syncDirectory(parent);
            parent = parent.getParent();
        }
    }

    /** Deletes a folder with all that is in it; nothing happens if it is not there. */
    public static void deleteRecursively(Disk disk, Path path) throws IOException {
        if (!disk.exists(path)) {
            return;
        }
        if (disk.isDirectory(path)) {
            for (String name : disk.list(path)) {
                deleteRecursively(disk, path.resolve(name));
            }
        }
        disk.delete(path);
    }

    /** The partitions that have a folder in a log directory. */
    public static SortedSet<TopicPartition> partitions(Disk disk, Path directory) throws IOException {
        SortedSet<TopicPartition> found = new TreeSet<>();
        for (String name : disk.list(directory)) {
            if (FolderName.parse(name) instanceof FolderName.Partition(TopicPartition partition)
                    && disk.isDirectory(directory.resolve(name))) {
                found.add(partition);
            }
        }
        return found;
    }

    /** Whether a partition's folder holds a segment with at least one byte. */
    static boolean holdsRecords(Disk disk, Path folder) throws IOException {
        for (String name : disk.list(folder)) {
            if (name.endsWith(".log")) {
                try (DiskFile file = disk.open(folder.resolve(name), OpenMode.READ)) {
                    if (file.size() > 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether a partition's folder ever held records: also one whose records are all gone has its offsets to keep. */
    static boolean everHeldRecords(Disk disk, Path folder) throws IOException {
        for (String name : disk.list(folder)) {
            if (LogFiles.offset(name, LogFiles.LOG).orElse(0L) > 0) {
                return true;
            }
        }
        return holdsRecords(disk, folder);
    }
}
