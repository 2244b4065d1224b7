package io.odradek.storage.log;

import io.odradek.storage.AtomicFile;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code leader-epoch-checkpoint}: the lines {@code 0} (version), the count, then {@code epoch startOffset} for
 * each entry.
 *
 * <p>One thread at a time.
 */
final class EpochCheckpoint {
    static final String FILE_NAME = "leader-epoch-checkpoint";
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private final Disk disk;
    private final Path folder;

    EpochCheckpoint(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** The entries; empty if the file is missing or makes no sense, so that they have to be found in the log. */
    Optional<List<EpochCache.Entry>> read() throws IOException {
        Path path = folder.resolve(FILE_NAME);
        if (!disk.exists(path)) {
            return Optional.empty();
        }
        try (DiskFile file = disk.open(path, OpenMode.READ)) {
            if (file.size() > MAX_BYTES) {
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return parse(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
        }
    }

    private static Optional<List<EpochCache.Entry>> parse(String text) {
        List<String> lines = text.lines().toList();
        try {
            if (lines.size() < 2 || Integer.parseInt(lines.get(0).strip()) != 0) {
                return Optional.empty();
            }
            int count = Integer.parseInt(lines.get(1).strip());
            if (count != lines.size() - 2) {
                return Optional.empty();
            }
            List<EpochCache.Entry> entries = new ArrayList<>();
            for (String line : lines.subList(2, lines.size())) {
                int space = line.indexOf(' ');
                if (space < 0) {
                    return Optional.empty();
                }
                entries.add(new EpochCache.Entry(
                        Integer.parseInt(line.substring(0, space)),
                        Long.parseLong(line.substring(space + 1).strip())));
            }
            return ordered(entries) ? Optional.of(entries) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static boolean ordered(List<EpochCache.Entry> entries) {
        EpochCache.Entry before = new EpochCache.Entry(-1, -1L);
        for (EpochCache.Entry entry : entries) {
            if (entry.epoch() <= before.epoch() || entry.startOffset() <= before.startOffset()) {
                return false;
            }
            before = entry;
        }
        return true;
    }

    /** Replaces the file; durable on return. */
    void write(List<EpochCache.Entry> entries) throws IOException {
        StringBuilder text = new StringBuilder("0\n").append(entries.size()).append('\n');
        for (EpochCache.Entry entry : entries) {
            text.append(entry.epoch()).append(' ').append(entry.startOffset()).append('\n');
        }
        AtomicFile.write(disk, folder.resolve(FILE_NAME), text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
