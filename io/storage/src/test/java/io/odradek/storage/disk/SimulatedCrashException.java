package io.odradek.storage.disk;

import java.io.IOException;

/** The simulated machine has lost power: nothing on this disk works any more; go on with {@link SimulatedDisk#crash()}. */
public final class SimulatedCrashException extends IOException {
    private static final long serialVersionUID = 1L;

    SimulatedCrashException(String message) {
        super(message);
    }
}
