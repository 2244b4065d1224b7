package io.odradek.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.ControlRecords;
import io.odradek.protocol.record.RecordCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a log must know of producers and transactions, written down as simply as can be. */
final class LogModel {
    private final Map<Long, Integer> lastSequences = new HashMap<>();
    private final Map<Long, Long> open = new TreeMap<>();
    private final List<AbortedTransaction> aborted = new ArrayList<>();

    void clear() {
        lastSequences.clear();
        open.clear();
        aborted.clear();
    }

    int nextSequence(long producerId) {
        return lastSequences.getOrDefault(producerId, -1) + 1;
    }

    boolean isOpen(long producerId) {
        return open.containsKey(producerId);
    }

    void apply(ByteBuffer batch) {
        long producerId = BatchHeader.producerId(batch, 0);
        if (producerId < 0) {
            return;
        }
        if (BatchHeader.isControl(batch, 0)) {
            applyMarker(batch, producerId);
            return;
        }
        lastSequences.put(producerId, BatchHeader.lastSequence(batch, 0));
        if (BatchHeader.isTransactional(batch, 0)) {
            open.putIfAbsent(producerId, BatchHeader.baseOffset(batch, 0));
        }
    }

    private void applyMarker(ByteBuffer batch, long producerId) {
        RecordCursor records = RecordCursor.over(batch, 0, 1000);
        assertThat(records.next()).isTrue();
        boolean commit = ControlRecords.endTransactionMarker(records.view()).isCommit();
        Long first = open.remove(producerId);
        if (!commit && first != null) {
            long marker = BatchHeader.baseOffset(batch, 0);
            long stable =
                    open.values().stream().mapToLong(Long::longValue).min().orElse(marker + 1);
            aborted.add(new AbortedTransaction(producerId, first, marker, stable));
        }
    }

    void check(PartitionLog log) throws IOException {
        long end = log.logEndOffset();
        assertThat(log.abortedTransactions(log.logStartOffset(), end))
                .containsExactlyElementsOf(aborted.stream()
                        .filter(transaction -> transaction.lastOffset() >= log.logStartOffset())
                        .toList());
        long unstable = open.values().stream().mapToLong(Long::longValue).min().orElse(end);
        assertThat(log.lastStableOffset(end)).isEqualTo(unstable);
        Map<Long, Integer> found = new HashMap<>();
        for (ProducerStateView view : log.activeProducers()) {
            if (view.lastSequence() >= 0) {
                found.put(view.producerId(), view.lastSequence());
            }
            assertThat(view.currentTransactionStartOffset()).isEqualTo(open.getOrDefault(view.producerId(), -1L));
        }
        assertThat(found).isEqualTo(lastSequences);
    }
}
