package io.odradek.broker.publish;

import io.odradek.protocol.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Those who wait until an offset has been reached. Any thread. */
final class OffsetWaiters {
    private final NavigableMap<Long, List<CompletableFuture<Void>>> waiting = new TreeMap<>();
    private long reached;
    private @Nullable ApiException end;

    /** Completes once everything below the offset has been reached; fails when nothing more will be. */
    CompletionStage<Void> await(long offset) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        ApiException over;
        synchronized (this) {
            over = end;
            if (reached < offset && over == null) {
                waiting.computeIfAbsent(offset, _ -> new ArrayList<>()).add(future);
                return future;
            }
            if (reached >= offset) {
                over = null;
            }
        }
        if (over == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(over);
        }
        return future;
    }

    void advance(long offset) {
        List<CompletableFuture<Void>> released = new ArrayList<>();
        synchronized (this) {
            reached = Math.max(reached, offset);
            NavigableMap<Long, List<CompletableFuture<Void>>> due = waiting.headMap(reached, true);
            due.values().forEach(released::addAll);
            due.clear();
        }
        released.forEach(future -> future.complete(null));
    }

    void fail(ApiException cause) {
        List<CompletableFuture<Void>> failed = new ArrayList<>();
        synchronized (this) {
            end = cause;
            waiting.values().forEach(failed::addAll);
            waiting.clear();
        }
        failed.forEach(future -> future.completeExceptionally(cause));
    }
}
