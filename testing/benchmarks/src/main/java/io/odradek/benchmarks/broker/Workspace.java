package io.odradek.benchmarks.broker;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A folder for everything a run writes, and the processes it started. Closing it, also by control-C, ends the processes
 * and removes the folder. Thread-safe.
 */
public final class Workspace implements AutoCloseable {
    private static final long SYNC_SECONDS = 300;
    private static final long END_SECONDS = 10;

    private final Path root;
    private final Set<ProcessHandle> children = ConcurrentHashMap.newKeySet();
    private final AtomicInteger folders = new AtomicInteger();
    private final Thread hook = new Thread(this::clear, "benchmark-cleanup");

    private Workspace(Path root) {
        this.root = root;
    }

    /** Makes a new folder below {@code parent}, which is created if it is missing. */
    public static Workspace in(Path parent) throws IOException {
        Files.createDirectories(parent);
        Workspace workspace = new Workspace(Files.createTempDirectory(parent.toRealPath(), "odradek-bench-"));
        Runtime.getRuntime().addShutdownHook(workspace.hook);
        return workspace;
    }

    /** A new empty folder. */
    public Path newFolder(String name) throws IOException {
        return Files.createDirectory(root.resolve("%03d-%s".formatted(folders.incrementAndGet(), name)));
    }

    /**
     * Starts a process whose output goes to a file.
     *
     * @throws IOException if the command cannot be started
     */
    public Process start(ProcessBuilder builder, Path output) throws IOException {
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        children.add(process.toHandle());
        var _ = process.onExit().thenAccept(ended -> children.remove(ended.toHandle()));
        return process;
    }

    /**
     * Writes all dirty pages of the machine to its disks, so that one broker's write-back does not fall into the
     * measurement of the next. Takes at most five minutes.
     *
     * @throws IOException if it takes longer or fails
     */
    public void settleDisk() throws IOException, InterruptedException {
        Process sync = new ProcessBuilder("sync").inheritIO().start();
        if (!sync.waitFor(SYNC_SECONDS, TimeUnit.SECONDS) || sync.exitValue() != 0) {
            sync.destroyForcibly();
            throw new IOException("'sync' did not finish within %d s".formatted(SYNC_SECONDS));
        }
    }

    /** Deletes a folder with all it holds; it may be gone already. */
    public void delete(Path folder) throws IOException {
        if (!folder.startsWith(root)) {
            throw new IllegalArgumentException(folder + " does not lie within " + root);
        }
        deleteTree(folder);
    }

    @Override
    public void close() {
        clear();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void clear() {
        for (ProcessHandle child : List.copyOf(children)) {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
            var _ = child.onExit()
                    .completeOnTimeout(child, END_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
        try {
            deleteTree(root);
        } catch (IOException e) {
            System.err.println("could not remove " + root + ": " + e);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                // A broker that is just ending still deletes files of its own.
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
