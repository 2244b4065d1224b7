package io.odradek.storage.disk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A lock file is held by another process, or by another holder in this one. */
public final class DiskLockedException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskLockedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
