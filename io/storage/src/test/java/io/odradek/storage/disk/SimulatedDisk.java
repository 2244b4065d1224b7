package io.odradek.storage.disk;

import io.odradek.storage.disk.DiskFaults.Operation;
import io.odradek.storage.disk.SimulatedNode.File;
import io.odradek.storage.disk.SimulatedNode.Folder;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that forgets what was not synced, the same way for the same seed. {@link #crash()} gives the disk that is
 * found after a power failure: of unsynced content a part, torn or mixed by sectors; of unsynced names a prefix, folder
 * by folder. Operations that change something are counted; a crash can be set after any number of them.
 *
 * <p>Paths are absolute. Renames stay inside one folder. A file holds at most 2 GiB. Any thread.
 */
public final class SimulatedDisk implements Disk {
    private final RandomGenerator random;
    private Folder root;
    private final Set<Path> locks = new HashSet<>();
    private DiskFaults faults = DiskFaults.NONE;
    private long capacity = Long.MAX_VALUE;
    private long used;
    private long operations;
    private long syncs;
    private long crashAt = Long.MAX_VALUE;
    private boolean crashed;
    private volatile Executor syncCompletions = Runnable::run;

    public SimulatedDisk(long seed) {
        this(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), new Folder());
    }

    private SimulatedDisk(RandomGenerator random, Folder root) {
        this.random = random;
        this.root = root;
        this.used = bytesBelow(root);
    }

    // -- what tests do to it

    /** The power fails: this disk is dead from now on; returns what is found after the restart. */
    public synchronized SimulatedDisk crash() {
        crashed = true;
        return new SimulatedDisk(random, root.survivor(random));
    }

    /** The power fails, and the machine starts again on this same disk. */
    public synchronized void restart() {
        root = root.survivor(random);
        used = bytesBelow(root);
        locks.clear();
        crashed = false;
        crashAt = Long.MAX_VALUE;
    }

    /** The operation after the next {@code count} ones fails halfway with {@link SimulatedCrashException}, as do all later ones. */
    public synchronized void crashAfter(long count) {
        crashAt = operations + count;
    }

    public synchronized boolean hasCrashed() {
        return crashed;
    }

    /** Operations so far that changed something. */
    public synchronized long operations() {
        return operations;
    }

    /** Syncs of files so far. */
    public synchronized long syncs() {
        return syncs;
    }

    public synchronized void setFaults(DiskFaults faults) {
        this.faults = faults;
    }

    /** Syncs that are begun end when the executor runs the task that it is given; at once unless this is called. */
    public synchronized void completeSyncsBy(Executor executor) {
        syncCompletions = executor;
    }

    /** The process that used the disk has ended, and left behind what it had written. */
    public synchronized void processDied() {
        locks.clear();
    }

    /** Bytes that all files together may have; writes beyond are cut short with {@link DiskFullException}. */
    public synchronized void setCapacity(long bytes) {
        capacity = bytes;
    }

    public synchronized long usedBytes() {
        return used;
    }

    /** Flips one bit, durably. */
    public synchronized void flipBit(Path path, long bit) throws IOException {
        file(path).content().flipBit(bit);
    }

    /** The content that readers see. */
    public synchronized byte[] content(Path path) throws IOException {
        return file(path).content().bytes();
    }

    /** Whether the file has content that a crash may lose. */
    public synchronized boolean isDirty(Path path) throws IOException {
        return file(path).content().isDirty();
    }

    // -- Disk

    @Override
    public synchronized DiskFile open(Path path, OpenMode mode) throws IOException {
        check(Operation.OPEN, path);
        Optional<SimulatedNode> node = find(path);
        if (node.isEmpty() && mode == OpenMode.READ_WRITE_CREATE) {
            Folder folder = folder(path.getParent());
            check(Operation.CREATE, path);
            folder.add(name(path), new File(new SimulatedContent()));
        }
        return new SimulatedFile(this, path, file(path).content(), mode != OpenMode.READ);
    }

    @Override
    public synchronized boolean exists(Path path) throws IOException {
        failIfCrashed();
        return find(path).isPresent();
    }

    @Override
    public synchronized boolean isDirectory(Path path) throws IOException {
        failIfCrashed();
        return find(path).filter(Folder.class::isInstance).isPresent();
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        check(Operation.LIST, directory);
        return List.copyOf(folder(directory).entries().keySet());
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        failIfCrashed();
        Path path = directory.getRoot();
        for (Path name : directory) {
            Folder parent = folder(path);
            path = path.resolve(name);
            if (!parent.entries().containsKey(name.toString())) {
                check(Operation.CREATE_DIRECTORY, path);
                parent.add(name.toString(), new Folder());
            }
        }
        folder(directory);
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        failIfCrashed();
        Optional<SimulatedNode> node = find(path);
        if (node.isEmpty()) {
            return;
        }
        check(Operation.DELETE, path);
        if (node.get() instanceof Folder folder && !folder.entries().isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        used -= bytesBelow(node.get());
        folder(path.getParent()).remove(name(path));
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        check(Operation.RENAME, from);
        if (!from.getParent().equals(to.getParent())) {
            throw new IOException("renames across folders are not simulated: " + from + " to " + to);
        }
        SimulatedNode node = find(from).orElseThrow(() -> new NoSuchFileException(from.toString()));
        Optional<SimulatedNode> replaced = find(to);
        if (replaced.isPresent()
                && replaced.get() instanceof Folder folder
                && !folder.entries().isEmpty()) {
            throw new DirectoryNotEmptyException(to.toString());
        }
        used -= replaced.map(SimulatedDisk::bytesBelow).orElse(0L);
        folder(from.getParent()).rename(name(from), name(to), node);
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        check(Operation.SYNC_DIRECTORY, directory);
        folder(directory).sync();
    }

    @Override
    public synchronized long usableBytes(Path path) {
        return Math.max(0, totalBytes(path) - used);
    }

    @Override
    public synchronized long totalBytes(Path path) {
        return capacity;
    }

    @Override
    public synchronized AutoCloseable lock(Path path) throws IOException {
        check(Operation.LOCK, path);
        if (!locks.add(path)) {
            throw new DiskLockedException("another process uses " + path.getParent(), null);
        }
        open(path, OpenMode.READ_WRITE_CREATE).close();
        return () -> unlock(path);
    }

    private synchronized void unlock(Path path) {
        locks.remove(path);
    }

    // -- for SimulatedFile

    void read(Path path) throws IOException {
        check(Operation.READ, path);
    }

    synchronized void write(Path path, SimulatedContent content, int position, byte[] bytes) throws IOException {
        long growth = Math.max(0, (long) position + bytes.length - content.size());
        long room = Math.max(0, capacity - used);
        try {
            check(Operation.WRITE, path);
            if (growth > room) {
                throw new DiskFullException("simulated: no space is left for " + path, new IOException("disk full"));
            }
        } catch (DiskFullException e) {
            put(content, position, bytes, (int) Math.max(0, bytes.length - (growth - room)));
            throw e;
        } catch (IOException e) {
            put(content, position, bytes, random.nextInt(bytes.length + 1));
            throw e;
        }
        put(content, position, bytes, bytes.length);
    }

    private void put(SimulatedContent content, int position, byte[] bytes, int length) {
        int before = content.size();
        content.write(position, java.util.Arrays.copyOf(bytes, length));
        used += content.size() - before;
    }

    synchronized void truncate(Path path, SimulatedContent content, int size) throws IOException {
        check(Operation.TRUNCATE, path);
        used -= content.size() - size;
        content.truncate(size);
    }

    void sync(Path path, SimulatedContent content) throws IOException {
        sync(path, content, content.changes());
    }

    CompletionStage<@Nullable Void> beginSync(Path path, SimulatedContent content) {
        long upTo;
        synchronized (this) {
            upTo = content.changes();
        }
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        syncCompletions.execute(() -> {
            try {
                sync(path, content, upTo);
                done.complete(null);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private synchronized void sync(Path path, SimulatedContent content, long upTo) throws IOException {
        try {
            check(Operation.SYNC, path);
        } catch (SimulatedCrashException e) {
            throw e;
        } catch (IOException e) {
            content.failSync(upTo);
            throw e;
        }
        syncs++;
        content.sync(upTo);
    }

    // -- inside

    private synchronized void check(Operation operation, Path path) throws IOException {
        failIfCrashed();
        if (operation.changes()) {
            if (operations >= crashAt) {
                crashed = true;
                throw new SimulatedCrashException("simulated power failure at " + operation + " of " + path);
            }
            operations++;
        }
        Optional<IOException> fault = faults.fault(operation, path);
        if (fault.isPresent()) {
            throw fault.get();
        }
    }

    private void failIfCrashed() throws IOException {
        if (crashed) {
            throw new SimulatedCrashException("the simulated machine is down");
        }
    }

    private Optional<SimulatedNode> find(Path path) {
        SimulatedNode node = root;
        for (Path name : path) {
            if (!(node instanceof Folder folder)) {
                return Optional.empty();
            }
            SimulatedNode next = folder.entries().get(name.toString());
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(node);
    }

    private Folder folder(Path path) throws IOException {
        SimulatedNode node = find(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        if (node instanceof Folder folder) {
            return folder;
        }
        throw new NotDirectoryException(path.toString());
    }

    private File file(Path path) throws IOException {
        SimulatedNode node = find(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        if (node instanceof File file) {
            return file;
        }
        throw new IOException(path + " is a folder");
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static long bytesBelow(SimulatedNode node) {
        return switch (node) {
            case File(SimulatedContent content) -> content.size();
            case Folder folder ->
                folder.entries().values().stream()
                        .mapToLong(SimulatedDisk::bytesBelow)
                        .sum();
        };
    }
}
