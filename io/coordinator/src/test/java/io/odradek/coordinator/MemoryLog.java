package io.odradek.coordinator;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.record.BatchEdits;
import io.odradek.protocol.record.BatchHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log whose commits and failures the test decides. */
final class MemoryLog implements CoordinatorLog, BatchReader {
    private record Appended(ByteBuffer batch, CompletableFuture<Long> future, long endOffset) {}

    private final List<Appended> appended = new ArrayList<>();
    private Optional<ApiException> refusal = Optional.empty();
    private int maxBatchBytes = 1_000_000;
    private int loads;

    @Override
    public CompletionStage<Long> append(ByteBuffer batch) {
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(refusal.get());
        }
        BatchEdits.assign(batch, batch.position(), endOffset(), 3);
        Appended entry =
                new Appended(batch, new CompletableFuture<>(), BatchHeader.nextOffset(batch, batch.position()));
        appended.add(entry);
        return entry.future;
    }

    /** Commits the append of this number, counted from 0. */
    void commit(int append) {
        appended.get(append).future.complete(appended.get(append).endOffset);
    }

    /** It is not known what became of the append; it is not in the log. */
    void lose(int append, ApiException error) {
        Appended lost = appended.remove(append);
        lost.future.completeExceptionally(error);
    }

    void refuse(ApiException error) {
        refusal = Optional.of(error);
    }

    void accept() {
        refusal = Optional.empty();
    }

    void setMaxBatchBytes(int bytes) {
        maxBatchBytes = bytes;
    }

    int size() {
        return appended.size();
    }

    int loads() {
        return loads;
    }

    void damageFirst() {
        ByteBuffer batch = appended.get(0).batch;
        batch.put(batch.limit() - 1, (byte) ~batch.get(batch.limit() - 1));
    }

    @Override
    public int maxBatchBytes() {
        return maxBatchBytes;
    }

    @Override
    public long startOffset() {
        loads++;
        return 0;
    }

    @Override
    public long endOffset() {
        return appended.isEmpty() ? 0 : appended.get(appended.size() - 1).endOffset;
    }

    @Override
    public ByteBuffer read(long offset) {
        return appended.stream()
                .filter(entry -> entry.endOffset > offset)
                .findFirst()
                .orElseThrow()
                .batch
                .duplicate();
    }
}
