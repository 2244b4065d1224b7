package io.odradek.storage;

import io.odradek.protocol.record.RecordBatchView;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.log.PreviewWalk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What recovery would find in the folder of a log without gaps, read without changing anything: no lock is taken, no file
 * made. Immutable.
 *
 * @param startOffset at which the first segment begins; empty if there is none
 * @param endOffset after the last batch that was visited; where the walk began if there was none
 * @param lastEpoch of the last batch that was visited, -1 if there was none
 * @param greatestTimestamp of the batches that were visited, ms, -1 if there was none
 * @param damage what lies behind the end; empty if nothing does
 */
public record LogPreview(
        OptionalLong startOffset, long endOffset, int lastEpoch, long greatestTimestamp, Optional<Damage> damage) {
    /**
     * What stops the walk before the last byte.
     *
     * @param file name of the file
     * @param position of the first byte that is no whole batch, or not of the one that follows
     * @param what is wrong there
     * @param behind the whole batches that lie behind
     */
    public record Damage(String file, int position, String what, BatchesBehind behind) {}

    /**
     * Reads what is there, while nobody writes.
     *
     * @param from the first offset that matters; a batch begins there, if the log reaches so far
     * @param visitor is given every whole batch from {@code from} on, each the one that follows the last
     * @throws IOException if the disk fails
     */
    public static LogPreview read(Disk disk, Path folder, long from, Consumer<RecordBatchView> visitor)
            throws IOException {
        return new PreviewWalk(disk, folder, from, visitor).run();
    }
}
