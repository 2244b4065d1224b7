package io.odradek.storage;

import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;

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
}
