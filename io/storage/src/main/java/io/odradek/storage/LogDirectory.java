package io.odradek.storage;

import io.odradek.base.Uuid;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One of the broker's {@code log.dirs}. It goes offline at the first error of its disk, a full one aside, and stays so
 * until the broker is restarted.
 *
 * <p>Any thread.
 */
public final class LogDirectory {
    /** What a directory is. */
    public sealed interface State {
        /** In use. */
        record Online() implements State {}

        /**
         * Out of use.
         *
         * @param cause the first error
         */
        record Offline(IOException cause) implements State {}
    }

    private static final long RESERVED_IDS = 100;
    private static final State ONLINE = new State.Online();

    private final Disk disk;
    private final Path path;
    private final Uuid id;
    private final GroupCommitter committer;
    private final OpenMarker openMarker;
    private volatile State state = ONLINE;

    LogDirectory(Disk disk, Path path, Uuid id, GroupCommitter committer) {
        this.disk = disk;
        this.path = path;
        this.id = id;
        this.committer = committer;
        this.openMarker = new OpenMarker(disk, path);
    }

    /** Kafka's ids for "not assigned", "lost" and "migrating" (KIP-858), and others set apart, name no directory. */
    static boolean isReservedId(Uuid id) {
        return id.mostSignificantBits() == 0
                && id.leastSignificantBits() >= 0
                && id.leastSignificantBits() < RESERVED_IDS;
    }

    public Path path() {
        return path;
    }

    /** Its id in {@code meta.properties}; {@link Uuid#ZERO} if that could not be read. */
    public Uuid id() {
        return id;
    }

    /** Syncs this directory's logs. */
    public GroupCommitter committer() {
        return committer;
    }

    /** Tells the next start who had this directory open. */
    OpenMarker openMarker() {
        return openMarker;
    }

    public State state() {
        return state;
    }

    public boolean isOnline() {
        return state instanceof State.Online;
    }

    /** Why it is offline; empty while it is online. */
    public Optional<IOException> offlineCause() {
        return switch (state) {
            case State.Online() -> Optional.empty();
            case State.Offline(IOException cause) -> Optional.of(cause);
        };
    }

    /** Bytes that can still be written. */
    public long usableBytes() throws IOException {
        return disk.usableBytes(path);
    }

    /** Size of its file system, bytes. */
    public long totalBytes() throws IOException {
        return disk.totalBytes(path);
    }

    /** One of Kafka's offset checkpoints in this directory. */
    public OffsetCheckpoint checkpoint(String name) {
        return new OffsetCheckpoint(disk, path, name);
    }

    /** @return whether this call took it offline */
    synchronized boolean markOffline(IOException cause) {
        committer.stop();
        boolean first = isOnline();
        if (first) {
            state = new State.Offline(cause);
        }
        return first;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
