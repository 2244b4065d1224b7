package io.odradek.storage;

import io.odradek.base.Time;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The renamed folders of deleted logs, whose files go when their time has come. Any thread. */
final class DeletedFolders {
    private static final Logger LOG = LoggerFactory.getLogger(DeletedFolders.class);

    private record Waiting(LogDirectory directory, Path folder, long dueMillis) {}

    private final Disk disk;
    private final Time time;
    private final Deque<Waiting> waiting = new ArrayDeque<>(); // guarded by this

    DeletedFolders(Disk disk, Time time) {
        this.disk = disk;
        this.time = time;
    }

    synchronized void add(LogDirectory directory, Path folder, long delayMillis) {
        long now = time.monotonicMillis();
        long due = delayMillis > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + delayMillis;
        waiting.add(new Waiting(directory, folder, due));
    }

    /** Removes the folders that are due; those that cannot be removed now are tried again the next time. */
    void removeDue() {
        for (Waiting due : takeDue()) {
            if (!due.directory.isOnline()) {
                continue;
            }
            try {
                Folders.deleteRecursively(disk, due.folder);
                disk.syncDirectory(due.directory.path());
            } catch (IOException e) {
                LOG.warn("the deleted log {} is not removed yet: {}", due.folder, e.getMessage());
                add(due.directory, due.folder, 0);
            }
        }
    }

    private synchronized List<Waiting> takeDue() {
        long now = time.monotonicMillis();
        List<Waiting> due = new ArrayList<>();
        waiting.removeIf(candidate -> candidate.dueMillis <= now && due.add(candidate));
        return due;
    }
}
