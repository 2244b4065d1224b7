package io.odradek.coordinator;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.protocol.record.RecordView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Folds record batches into a state, batch by batch. Control batches say nothing to a state and are passed over, as are records
 * of types from a newer release.
 *
 * <p>One thread at a time.
 *
 * @param <S> the state
 * @param <R> the records
 */
public final class BatchReplay<S, R> {
    /** Bytes that one batch may have once it is unpacked. */
    private static final int MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

    private final StateMachine<S, R> machine;
    private final RecordCodec<R> codec;
    private S state;
    private long nextOffset;

    /** Begins with the state of an empty log. */
    public BatchReplay(StateMachine<S, R> machine, RecordCodec<R> codec) {
        this.machine = machine;
        this.codec = codec;
        this.state = machine.empty();
    }

    /**
     * Folds all batches from the buffer's position to its limit; the buffer is not changed.
     *
     * @throws CorruptRecordsException if a checksum does not match, or bytes make no record; the state is of no use then
     */
    public void replay(ByteBuffer batches) {
        BatchCursor cursor = BatchCursor.over(batches);
        while (cursor.next()) {
            RecordBatchView batch = cursor.view();
            if (!batch.hasValidCrc()) {
                throw new CorruptRecordsException(
                        "the batch at offset " + batch.baseOffset() + " does not match its checksum");
            }
            if (!batch.isControl()) {
                state = machine.apply(state, decode(batch));
            }
            nextOffset = batch.nextOffset();
        }
    }

    private List<R> decode(RecordBatchView batch) {
        List<R> records = new ArrayList<>();
        RecordCursor cursor = batch.records(MAX_UNPACKED_BYTES);
        while (cursor.next()) {
            RecordView view = cursor.view();
            codec.decode(view.key(), view.value()).ifPresent(records::add);
        }
        return records;
    }

    /** The state after all that was replayed. */
    public S state() {
        return state;
    }

    /** The offset after the last batch that was replayed, 0 before the first. */
    public long nextOffset() {
        return nextOffset;
    }
}
