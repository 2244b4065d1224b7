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
    /** Bytes that {@link #skim} may look at before it knows a record's end. */
    private static final int SKIMMABLE = 10;

    private static final int OTHER = -1;

    private final RecordView view = new RecordView();
    private final boolean keysRequired;
    private final long oldest;
    private final long newest;
    private final List<RecordError> errors = new ArrayList<>(0);
    private long maxTimestamp = BatchLayout.NO_TIMESTAMP;
    private boolean timestampsRefused;
    private int errorCount;
    private long timestampDelta;
    private int offsetDelta;
    private int keySize;

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
            int next = to - index >= SKIMMABLE ? skim(records, index, to) : OTHER;
            index = next == OTHER ? parse(index, to) : next;
            if (offsetDelta != position) {
                throw new CorruptRecordsException("record " + position + " has offset delta " + offsetDelta
                        + "; deltas of a produced batch are consecutive from 0");
            }
            check(position, baseTimestamp + timestampDelta);
        }
        if (index != to) {
            throw new CorruptRecordsException((to - index) + " bytes follow the last of " + count + " records");
        }
    }

    /**
     * Reads a record without headers whose numbers have one or two bytes each, as nearly all are that are many. A broker
     * reads every record that is produced to it here. The loop is unrolled on purpose: each number has a branch of its
     * own, which the processor foresees, and so need not wait for one read to know where the next is. That halves the
     * time that {@link #parse} takes.
     *
     * @param at with {@link #SKIMMABLE} bytes before {@code to}
     * @return the index after it; {@link #OTHER} if it is another record, or malformed
     */
    private int skim(ByteBuffer records, int at, int to) {
        int next = at;
        int size = records.get(next++);
        if (size < 0) {
            size = join(size, records.get(next++));
        }
        int last = next + RecordVarints.unZigZag(size);
        next++;
        int time = records.get(next++);
        if (time < 0) {
            time = join(time, records.get(next++));
        }
        int offset = records.get(next++);
        if (offset < 0) {
            offset = join(offset, records.get(next++));
        }
        int key = records.get(next++);
        if (key < 0) {
            key = join(key, records.get(next++));
        }
        keySize = RecordVarints.unZigZag(key);
        next += Math.max(keySize, 0);
        if ((size | time | offset | key) < 0 || last > to || next > last - Short.BYTES) {
            return OTHER;
        }
        timestampDelta = RecordVarints.unZigZag(time);
        offsetDelta = RecordVarints.unZigZag(offset);
        return keySize < RecordView.NULL_LENGTH ? OTHER : skimValue(records, next, last);
    }

    /** As {@link #skim}, from the value on; at least two bytes are left. */
    private static int skimValue(ByteBuffer records, int at, int last) {
        int next = at;
        int value = records.get(next++);
        if (value < 0) {
            value = join(value, records.get(next++));
        }
        int valueSize = RecordVarints.unZigZag(value);
        next += Math.max(valueSize, 0);
        boolean plain = value >= 0 && valueSize >= RecordView.NULL_LENGTH && next == last - 1 && records.get(next) == 0;
        return plain ? last : OTHER;
    }

    /** The zigzag number in two bytes of a varint, negative if it does not end there. */
    private static int join(int first, int second) {
        return (first & RecordVarints.PAYLOAD_MASK) | (second << RecordVarints.PAYLOAD_BITS);
    }

    private int parse(int at, int to) {
        int next = view.parse(at, to);
        timestampDelta = view.timestampDelta();
        offsetDelta = view.offsetDelta();
        keySize = view.keySize();
        return next;
    }

    private void check(int position, long timestamp) {
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        boolean outside = timestamp < oldest || timestamp > newest;
        if (outside || (keysRequired && keySize < 0)) {
            refuse(position, timestamp);
        }
    }

    private void refuse(int position, long timestamp) {
        if (keysRequired && keySize < 0) {
            addError(position, "Compacted topic cannot accept message without key: set a key");
        } else if (timestamp != BatchLayout.NO_TIMESTAMP) {
            timestampsRefused = true;
            addError(
                    position,
                    "Timestamp " + timestamp + " of message with offset " + position
                            + " is out of range. The timestamp should be within [" + oldest + ", " + newest
                            + "], which message.timestamp.before.max.ms and message.timestamp.after.max.ms allow.");
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
