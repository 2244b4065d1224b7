package io.odradek.storage.log;

import io.odradek.protocol.record.BatchLayout;
import io.odradek.protocol.record.Sequences;
import java.util.Arrays;

/**
 * What a log knows of one producer: its epoch, its last five batches and whether it has a transaction open (KIP-98).
 *
 * <p>Guarded by the log's append lock.
 */
final class ProducerEntry {
    /** Batches that a producer may have in flight, hence send again. */
    static final int REMEMBERED_BATCHES = 5;

    static final long NO_TRANSACTION = -1L;

    final long producerId;
    short epoch = BatchLayout.NO_PRODUCER_EPOCH;
    int coordinatorEpoch = -1;
    long lastTimestamp = -1L;

    /** When a batch or marker of the producer was last appended or loaded here; monotonic ms, not on disk. */
    long lastHeardMillis;

    long transactionStart = NO_TRANSACTION;

    private int count;
    private int[] lastSequences = new int[1];
    private int[] offsetDeltas = new int[1];
    private long[] lastOffsets = new long[1];
    private long[] timestamps = new long[1];

    ProducerEntry(long producerId) {
        this.producerId = producerId;
    }

    /** Takes on an epoch; batches of another one no longer count. */
    void enterEpoch(short newEpoch) {
        if (newEpoch != epoch) {
            epoch = newEpoch;
            count = 0;
        }
    }

    /** Remembers a batch of the current epoch; the oldest of six is forgotten. */
    void addBatch(int lastSequence, long lastOffset, int offsetDelta, long timestamp) {
        if (count == lastSequences.length) {
            if (count < REMEMBERED_BATCHES) {
                resize(REMEMBERED_BATCHES);
            } else {
                shift();
            }
        }
        lastSequences[count] = lastSequence;
        lastOffsets[count] = lastOffset;
        offsetDeltas[count] = offsetDelta;
        timestamps[count] = timestamp;
        count++;
        lastTimestamp = timestamp;
    }

    private void resize(int capacity) {
        lastSequences = Arrays.copyOf(lastSequences, capacity);
        offsetDeltas = Arrays.copyOf(offsetDeltas, capacity);
        lastOffsets = Arrays.copyOf(lastOffsets, capacity);
        timestamps = Arrays.copyOf(timestamps, capacity);
    }

    private void shift() {
        int moved = count - 1;
        System.arraycopy(lastSequences, 1, lastSequences, 0, moved);
        System.arraycopy(offsetDeltas, 1, offsetDeltas, 0, moved);
        System.arraycopy(lastOffsets, 1, lastOffsets, 0, moved);
        System.arraycopy(timestamps, 1, timestamps, 0, moved);
        count--;
    }

    boolean hasBatches() {
        return count > 0;
    }

    /** Sequence of the newest record, -1 if no batch of this epoch is known. */
    int lastSequence() {
        return count == 0 ? BatchLayout.NO_SEQUENCE : lastSequences[count - 1];
    }

    /** Offset of the newest record, -1 if no batch is known. */
    long lastOffset() {
        return count == 0 ? -1L : lastOffsets[count - 1];
    }

    /** Offset of the newest batch's last record less that of its first. */
    int lastOffsetDelta() {
        return count == 0 ? 0 : offsetDeltas[count - 1];
    }

    /** Index of the remembered batch with just these sequences, -1 if there is none. */
    int find(short ofEpoch, int firstSequence, int lastSequence) {
        if (ofEpoch == epoch) {
            for (int i = count - 1; i >= 0; i--) {
                if (lastSequences[i] == lastSequence
                        && Sequences.decrement(lastSequences[i], offsetDeltas[i]) == firstSequence) {
                    return i;
                }
            }
        }
        return -1;
    }

    long lastOffset(int batch) {
        return lastOffsets[batch];
    }

    long baseOffset(int batch) {
        return lastOffsets[batch] - offsetDeltas[batch];
    }

    long timestamp(int batch) {
        return timestamps[batch];
    }
}
