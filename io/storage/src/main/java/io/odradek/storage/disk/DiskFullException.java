package io.odradek.storage.disk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No space is left on the device. Retriable: it succeeds again once space has been freed. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
