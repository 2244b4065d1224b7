package io.odradek.storage.log;

import io.odradek.base.Time;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.BatchLayout;
import io.odradek.protocol.record.ControlRecordType;
import io.odradek.protocol.record.ControlRecords;
import io.odradek.protocol.record.EndTransactionMarker;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.protocol.record.Sequences;
import io.odradek.storage.AbortedTransaction;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.ProducerStateView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The producers that a log knows: refuses what does not continue a producer's sequence, recognises what was appended
 * before, and keeps account of transactions (KIP-98, KIP-360).
 *
 * <p>A producer is forgotten when nothing of it was appended for a time, whatever timestamps its records bear: a backfill
 * writes old ones. Snapshots, whose format is Kafka's, hold the records' timestamps and not that time, so a producer that is
 * loaded counts as heard of when it is loaded: a restart makes state live longer, never shorter.
 *
 * <p>Guarded by the log's append lock, {@link #transactions} apart.
 */
public final class ProducerStates {
    private static final int MAX_CONTROL_BATCH_BYTES = 64 * 1024;

    private final Time time;
    private final Map<Long, ProducerEntry> byId = new HashMap<>();
    private final Transactions transactions = new Transactions();
    private @Nullable ProducerEntry lastUsed;

    ProducerStates(Time time) {
        this.time = time;
    }

    Transactions transactions() {
        return transactions;
    }

    /**
     * Checks a batch that is about to be appended.
     *
     * @return index into the producer's remembered batches if the batch was appended before, else -1
     * @throws ApiException INVALID_PRODUCER_EPOCH, OUT_OF_ORDER_SEQUENCE_NUMBER, INVALID_TXN_STATE or
     *     TRANSACTION_COORDINATOR_FENCED
     */
    int check(ByteBuffer buffer, int at, AppendOrigin origin) {
        long producerId = BatchHeader.producerId(buffer, at);
        ProducerEntry entry = find(producerId);
        if (entry == null) {
            return -1;
        }
        short epoch = BatchHeader.producerEpoch(buffer, at);
        boolean control = BatchHeader.isControl(buffer, at);
        int first = BatchHeader.baseSequence(buffer, at);
        if (origin == AppendOrigin.CLIENT && !control) {
            int known = entry.find(epoch, first, BatchHeader.lastSequence(buffer, at));
            if (known >= 0) {
                return known;
            }
        }
        checkEpoch(entry, epoch);
        if (control) {
            checkMarker(entry, buffer, at);
        } else if (origin == AppendOrigin.CLIENT) {
            checkSequence(entry, epoch, first);
            checkTransaction(entry, BatchHeader.isTransactional(buffer, at));
        }
        return -1;
    }

    private static void checkEpoch(ProducerEntry entry, short epoch) {
        if (epoch < entry.epoch) {
            throw new ApiException(
                    ErrorCode.INVALID_PRODUCER_EPOCH,
                    "producer " + entry.producerId + " writes with epoch " + epoch + ", the last seen is " + entry.epoch
                            + "; a newer instance of this producer has taken over");
        }
    }

    private static void checkMarker(ProducerEntry entry, ByteBuffer buffer, int at) {
        EndTransactionMarker marker = marker(buffer, at);
        if (marker != null && marker.coordinatorEpoch() < entry.coordinatorEpoch) {
            throw new ApiException(
                    ErrorCode.TRANSACTION_COORDINATOR_FENCED,
                    "marker for producer " + entry.producerId + " comes from coordinator epoch "
                            + marker.coordinatorEpoch() + ", the last seen is " + entry.coordinatorEpoch);
        }
    }

    private static void checkSequence(ProducerEntry entry, short epoch, int first) {
        if (epoch != entry.epoch) {
            if (first != 0 && entry.epoch != BatchLayout.NO_PRODUCER_EPOCH) {
                throw outOfOrder(entry, "epoch " + epoch + " must start at sequence 0, not at " + first);
            }
            return;
        }
        int last = entry.lastSequence();
        boolean continues = last == BatchLayout.NO_SEQUENCE ? first == 0 : Sequences.isNext(last, first);
        if (!continues) {
            throw outOfOrder(entry, "sequence " + first + " does not follow " + last);
        }
    }

    private static ApiException outOfOrder(ProducerEntry entry, String problem) {
        return new ApiException(
                ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, "producer " + entry.producerId + ": " + problem);
    }

    private static void checkTransaction(ProducerEntry entry, boolean transactional) {
        if (!transactional && entry.transactionStart != ProducerEntry.NO_TRANSACTION) {
            throw new ApiException(
                    ErrorCode.INVALID_TXN_STATE,
                    "producer " + entry.producerId + " has a transaction open since offset " + entry.transactionStart
                            + " and writes outside of it");
        }
    }

    /**
     * Takes account of a batch that was appended at the offset in its header.
     *
     * @return the transaction that it aborted, if it did
     */
    @Nullable
    AbortedTransaction apply(ByteBuffer buffer, int at) {
        long producerId = BatchHeader.producerId(buffer, at);
        if (producerId == BatchLayout.NO_PRODUCER_ID) {
            return null;
        }
        if (BatchHeader.isControl(buffer, at)) {
            EndTransactionMarker marker = marker(buffer, at);
            return marker == null ? null : applyMarker(buffer, at, marker);
        }
        ProducerEntry entry = findOrCreate(producerId);
        entry.lastHeardMillis = time.monotonicMillis();
        entry.enterEpoch(BatchHeader.producerEpoch(buffer, at));
        entry.addBatch(
                BatchHeader.lastSequence(buffer, at),
                BatchHeader.lastOffset(buffer, at),
                BatchHeader.lastOffsetDelta(buffer, at),
                BatchHeader.maxTimestamp(buffer, at));
        if (BatchHeader.isTransactional(buffer, at) && entry.transactionStart == ProducerEntry.NO_TRANSACTION) {
            entry.transactionStart = BatchHeader.baseOffset(buffer, at);
            transactions.begin(producerId, entry.transactionStart);
        }
        return null;
    }

    private @Nullable AbortedTransaction applyMarker(ByteBuffer buffer, int at, EndTransactionMarker marker) {
        ProducerEntry entry = findOrCreate(BatchHeader.producerId(buffer, at));
        long markerOffset = BatchHeader.lastOffset(buffer, at);
        long start = entry.transactionStart;
        entry.enterEpoch(BatchHeader.producerEpoch(buffer, at));
        entry.coordinatorEpoch = marker.coordinatorEpoch();
        entry.lastTimestamp = BatchHeader.maxTimestamp(buffer, at);
        entry.lastHeardMillis = time.monotonicMillis();
        entry.transactionStart = ProducerEntry.NO_TRANSACTION;
        if (start == ProducerEntry.NO_TRANSACTION) {
            return null;
        }
        long stable = transactions.lastStableOffsetAfter(start, markerOffset);
        transactions.complete(start, markerOffset);
        return marker.isCommit() ? null : new AbortedTransaction(entry.producerId, start, markerOffset, stable);
    }

    /** The marker in a control batch; null if it holds another kind of control record. */
    static @Nullable EndTransactionMarker marker(ByteBuffer buffer, int at) {
        RecordCursor records = RecordCursor.over(buffer, at, MAX_CONTROL_BATCH_BYTES);
        if (!records.next()) {
            throw new CorruptRecordsException(
                    "control batch at offset " + BatchHeader.baseOffset(buffer, at) + " has no record");
        }
        ControlRecordType type = ControlRecords.type(records.view());
        return type == ControlRecordType.COMMIT || type == ControlRecordType.ABORT
                ? ControlRecords.endTransactionMarker(records.view())
                : null;
    }

    /** The producer, null if it is unknown. */
    @Nullable
    ProducerEntry find(long producerId) {
        ProducerEntry used = lastUsed;
        if (used != null && used.producerId == producerId) {
            return used;
        }
        ProducerEntry entry = byId.get(producerId);
        if (entry != null) {
            lastUsed = entry;
        }
        return entry;
    }

    private ProducerEntry findOrCreate(long producerId) {
        ProducerEntry entry = find(producerId);
        if (entry == null) {
            entry = new ProducerEntry(producerId);
            put(entry);
        }
        return entry;
    }

    /** Takes in a producer from a snapshot. */
    void put(ProducerEntry entry) {
        entry.lastHeardMillis = time.monotonicMillis();
        byId.put(entry.producerId, entry);
        lastUsed = entry;
        if (entry.transactionStart != ProducerEntry.NO_TRANSACTION) {
            transactions.begin(entry.producerId, entry.transactionStart);
        }
    }

    /** Forgets producers without open transaction of which nothing was appended for so many ms. */
    void expireSilentFor(long silentMs) {
        long now = time.monotonicMillis();
        byId.values()
                .removeIf(entry -> entry.transactionStart == ProducerEntry.NO_TRANSACTION
                        && now - entry.lastHeardMillis >= silentMs);
        lastUsed = null;
    }

    void clear() {
        byId.clear();
        lastUsed = null;
        transactions.clear();
    }

    Collection<ProducerEntry> entries() {
        return byId.values();
    }

    List<ProducerStateView> views() {
        List<ProducerStateView> views = new ArrayList<>(byId.size());
        for (ProducerEntry entry : byId.values()) {
            views.add(new ProducerStateView(
                    entry.producerId,
                    entry.epoch,
                    entry.lastSequence(),
                    entry.lastTimestamp,
                    entry.coordinatorEpoch,
                    entry.transactionStart));
        }
        return views;
    }
}
