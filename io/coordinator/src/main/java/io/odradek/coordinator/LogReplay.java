package io.odradek.coordinator;

import io.odradek.base.Invariants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The state of a coordinator as the fold of a partition's log, from its start to the end that it has when loading begins.
 *
 * @param <S> the state
 * @param <R> the records
 */
public final class LogReplay<S, R> implements StateSource<S> {
    private final BatchReader reader;
    private final StateMachine<S, R> machine;
    private final RecordCodec<R> codec;
    private final Executor executor;

    /** @param executor does the reading, which may block */
    public LogReplay(BatchReader reader, StateMachine<S, R> machine, RecordCodec<R> codec, Executor executor) {
        this.reader = reader;
        this.machine = machine;
        this.codec = codec;
        this.executor = executor;
    }

    @Override
    public CompletionStage<S> load() {
        return CompletableFuture.supplyAsync(this::replay, executor);
    }

    private S replay() {
        BatchReplay<S, R> replay = new BatchReplay<>(machine, codec);
        long end = reader.endOffset();
        long offset = reader.startOffset();
        while (offset < end) {
            try {
                replay.replay(reader.read(offset));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Invariants.check(replay.nextOffset() > offset, "every read comes further", replay.nextOffset(), offset);
            offset = replay.nextOffset();
        }
        return replay.state();
    }
}
