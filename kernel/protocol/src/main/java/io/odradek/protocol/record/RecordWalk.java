package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass over the records of a produced batch: structure, consecutive offsets, keys and timestamps. Allocates only when
 * it finds something wrong. One use.
 */
final class RecordWalk {
    private final RecordView view = new RecordView();
    private final boolean keysRequired;
    private final long oldest;
    private final long newest;
    private final List<RecordError> errors = new ArrayList<>(0);
    private long maxTimestamp = BatchLayout.NO_TIMESTAMP;
    private boolean timestampsRefused;
    private int errorCount;

    /** A walk that accepts timestamps from {@code oldest} to {@code newest}, inclusive, and none. */
    RecordWalk(boolean keysRequired, long oldest, long newest) {
        this.keysRequired = keysRequired;
        this.oldest = oldest;
        this.newest = newest;
    }

    /**
     * Walks {@code count} records that fill the bytes from {@code from} to {@code to}.
     *
     * @throws CorruptRecordsException if they do not, or their offset deltas are not 0, 1, 2 ...
     */
    void walk(ByteBuffer records, int from, int to, int count, long baseTimestamp) {
        view.enterBatch(records, 0L, baseTimestamp, false, BatchLayout.NO_SEQUENCE);
        int index = from;
        for (int position = 0; position < count; position++) {
            index = view.parse(index, to);
            if (view.offsetDelta() != position) {
                throw new CorruptRecordsException("record " + position + " has offset delta " + view.offsetDelta()
                        + "; deltas of a produced batch are consecutive from 0");
            }
            check(position, view.timestamp());
        }
        if (index != to) {
            throw new CorruptRecordsException((to - index) + " bytes follow the last of " + count + " records");
        }
    }

    private void check(int position, long timestamp) {
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        if (keysRequired && !view.hasKey()) {
            addError(position, "A record without a key cannot be written to a compacted topic: set a key");
        } else if ((timestamp < oldest || timestamp > newest) && timestamp != BatchLayout.NO_TIMESTAMP) {
            timestampsRefused = true;
            addError(
                    position,
                    "Timestamp " + timestamp + " is outside " + oldest + " to " + newest
                            + ", the range that message.timestamp.before.max.ms and message.timestamp.after.max.ms allow");
        }
    }

    private void addError(int position, String message) {
        errorCount++;
        if (errors.size() < BatchVerdict.MAX_RECORD_ERRORS) {
            errors.add(new RecordError(position, message));
        }
    }

    /** Greatest timestamp in ms, -1 if no record has one. */
    long maxTimestamp() {
        return maxTimestamp;
    }

    /** Records refused, of which {@link #errors} names the first. */
    int errorCount() {
        return errorCount;
    }

    /** Whether a record was refused for its timestamp. */
    boolean timestampsRefused() {
        return timestampsRefused;
    }

    List<RecordError> errors() {
        return List.copyOf(errors);
    }
}
