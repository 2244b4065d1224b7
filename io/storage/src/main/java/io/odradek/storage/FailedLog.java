package io.odradek.storage;

import java.io.IOException;

/**
 * A log that could not be loaded.
 *
 * @param recoveryPoint what the checkpoints said of it, to be kept for the next start
 * @param cause why it could not
 */
public record FailedLog(LogDirectory directory, RecoveryPoint recoveryPoint, IOException cause) {}
