package io.odradek.storage.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Decides which operations of a {@link SimulatedDisk} fail. */
@FunctionalInterface
public interface DiskFaults {
    /** The kinds of operations that can fail. */
    enum Operation {
        OPEN,
        READ,
        WRITE,
        TRUNCATE,
        SYNC,
        CREATE,
        DELETE,
        RENAME,
        CREATE_DIRECTORY,
        SYNC_DIRECTORY,
        LIST,
        LOCK;

        /** Whether the operation changes what is stored; only these are counted. */
        boolean changes() {
            return switch (this) {
                case WRITE, TRUNCATE, SYNC, CREATE, DELETE, RENAME, CREATE_DIRECTORY, SYNC_DIRECTORY -> true;
                case OPEN, READ, LIST, LOCK -> false;
            };
        }
    }

    /** No faults. */
    DiskFaults NONE = (_, _) -> Optional.empty();

    /** The error that the operation on the path ends with, if any. */
    Optional<IOException> fault(Operation operation, Path path);

    /** Every operation of the kind fails. */
    static DiskFaults failing(Operation failing) {
        return failing(failing, Path.of("/"));
    }

    /** Every operation of the kind on the path, or below it, fails. */
    static DiskFaults failing(Operation failing, Path below) {
        return (operation, path) -> operation == failing && path.startsWith(below)
                ? Optional.of(new IOException("injected: " + operation + " of " + path))
                : Optional.empty();
    }
}
