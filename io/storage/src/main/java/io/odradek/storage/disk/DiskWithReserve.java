package io.odradek.storage.disk;

import io.odradek.base.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A disk that keeps a little room back for what must be written even when it is full: what a start, a stop and a deletion
 * write. Each folder has a {@link DiskReserve}, a file that is given up for them. Records that are produced never get that
 * room: while a file system is full they are refused without asking it, or they would take what was given up at once.
 *
 * <p>Any thread.
 */
public final class DiskWithReserve implements Disk {
    private static final String RECORDS = ".log";
    private static final String METADATA_FOLDER = "__cluster_metadata-0";

    private final Disk disk;
    private final List<DiskReserve> reserves = new ArrayList<>();
    private volatile boolean serving;

    /**
     * @param folders the log directories and the metadata directory; they need not exist yet
     * @param bytes of each reserve at most; 0 for none
     */
    public DiskWithReserve(Disk disk, Time time, List<Path> folders, long bytes) {
        this.disk = disk;
        new LinkedHashSet<>(folders).forEach(folder -> reserves.add(new DiskReserve(disk, time, folder, bytes)));
    }

    /** From now on records may be produced: they no longer get what the reserves hold. */
    public void serving() {
        serving = true;
    }

    /** Nothing is produced any more: what is written now is what a stop must write. */
    public void stopping() {
        serving = false;
    }

    /** Finds out whether full folders have room again, and makes reserves that are missing. May wait for the disk. */
    public void check() {
        for (DiskReserve reserve : reserves) {
            if (reserve.wantsCheck()) {
                reserve.check(neighbours(reserve).stream()
                        .mapToLong(DiskReserve::missingBytes)
                        .sum());
            }
        }
    }

    /** Those that share their space with a reserve. */
    private List<DiskReserve> neighbours(DiskReserve of) {
        return reserves.stream()
                .filter(other -> other != of && shareSpace(of, other))
                .toList();
    }

    private boolean shareSpace(DiskReserve one, DiskReserve other) {
        try {
            return disk.fileSystemOf(one.folder()).equals(disk.fileSystemOf(other.folder()));
        } catch (IOException e) {
            return false; // one of them cannot be looked at: its folder is offline or not made yet
        }
    }

    /** Nothing that a reserve gives up is for records, wherever on the file system they lie. */
    private void foundFull(DiskReserve reserve) {
        if (!reserve.isFull()) {
            reserve.foundFull();
            neighbours(reserve).forEach(DiskReserve::foundFull);
        }
    }

    private boolean giveUp(Optional<DiskReserve> reserve) {
        reserve.ifPresent(this::foundFull);
        return reserve.isPresent() && reserve.get().giveUp();
    }

    @Override
    public boolean isFull(Path path) {
        return reserveOf(path).map(DiskReserve::isFull).orElse(false);
    }

    private Optional<DiskReserve> reserveOf(Path path) {
        // The folder that is nearest: one may lie in another.
        DiskReserve nearest = null;
        for (DiskReserve reserve : reserves) {
            boolean inside = path.startsWith(reserve.folder());
            if (inside
                    && (nearest == null
                            || reserve.folder().getNameCount()
                                    > nearest.folder().getNameCount())) {
                nearest = reserve;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static boolean isRecords(Path path) {
        Path name = path.getFileName();
        Path folder = path.getParent();
        return name != null && name.toString().endsWith(RECORDS) && folder != null && !folder.endsWith(METADATA_FOLDER);
    }

    /** A change of the disk. */
    interface Change {
        void run() throws IOException;
    }

    /** Makes a change, if need be with the room that a reserve gives up for it. */
    private void change(Path path, Change change) throws IOException {
        change(reserveOf(path), change);
    }

    private void change(Optional<DiskReserve> reserve, Change change) throws IOException {
        try {
            change.run();
        } catch (DiskFullException e) {
            if (!giveUp(reserve)) {
                throw e;
            }
            change.run();
        }
    }

    @Override
    public DiskFile open(Path path, OpenMode mode) throws IOException {
        if (mode == OpenMode.READ) {
            return disk.open(path, mode);
        }
        Optional<DiskReserve> reserve = reserveOf(path);
        DiskFile opened;
        try {
            opened = disk.open(path, mode);
        } catch (DiskFullException e) {
            if (!giveUp(reserve)) {
                throw e;
            }
            opened = disk.open(path, mode);
        }
        return reserve.isEmpty() ? opened : new GuardedFile(opened, reserve.get(), isRecords(path));
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return disk.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        return disk.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        change(directory, () -> disk.createDirectories(directory));
    }

    @Override
    public void delete(Path path) throws IOException {
        change(path, () -> disk.delete(path));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change(from, () -> disk.rename(from, to));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        change(directory, () -> disk.syncDirectory(directory));
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return disk.usableBytes(path);
    }

    @Override
    public long totalBytes(Path path) throws IOException {
        return disk.totalBytes(path);
    }

    @Override
    public AutoCloseable lock(Path path) throws IOException {
        try {
            return disk.lock(path);
        } catch (DiskFullException e) {
            if (!giveUp(reserveOf(path))) {
                throw e;
            }
            return disk.lock(path);
        }
    }

    /** A file that is written to. Threads as {@link DiskFile}. */
    private final class GuardedFile implements DiskFile {
        private final DiskFile file;
        private final DiskReserve reserve;
        private final boolean records;

        GuardedFile(DiskFile file, DiskReserve reserve, boolean records) {
            this.file = file;
            this.reserve = reserve;
            this.records = records;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            int from = source.position();
            grow(() -> file.write(source.position(from), position));
        }

        @Override
        public void preallocate(long bytes) throws IOException {
            grow(() -> file.preallocate(bytes));
        }

        private void grow(Change change) throws IOException {
            if (!records || !serving) {
                change(Optional.of(reserve), change);
                return;
            }
            reserve.refuseIfFull();
            try {
                change.run();
            } catch (DiskFullException e) {
                foundFull(reserve);
                throw e;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            change(Optional.of(reserve), () -> file.truncate(size));
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public CompletionStage<@Nullable Void> beginSync() {
            return file.beginSync();
        }

        @Override
        public void startWriteBack(long position, long bytes) throws IOException {
            file.startWriteBack(position, bytes);
        }

        @Override
        public void dropFromCache(long position, long bytes) throws IOException {
            file.dropFromCache(position, bytes);
        }

        @Override
        public Optional<FileChannel> channel() {
            return file.channel();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }
}
