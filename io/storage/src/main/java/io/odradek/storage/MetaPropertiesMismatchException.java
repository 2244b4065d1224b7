package io.odradek.storage;

import java.io.IOException;

/** A log directory belongs to another cluster or node. Fatal: the broker must not start on it. */
public final class MetaPropertiesMismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    public MetaPropertiesMismatchException(String message) {
        super(message);
    }
}
