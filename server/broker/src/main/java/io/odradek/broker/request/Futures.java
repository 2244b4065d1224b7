package io.odradek.broker.request;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Waits for many answers at once. */
public final class Futures {
    private Futures() {}

    /** Hands over all results, in order, once the last is there. The futures must not fail. */
    @SuppressWarnings("FutureReturnValueIgnored") // what the consumer throws is a bug, and ends in its own log
    public static <T> void whenAll(Collection<CompletableFuture<T>> futures, Consumer<List<T>> consumer) {
        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenRun(() -> consumer.accept(
                        futures.stream().map(CompletableFuture::join).toList()));
    }
}
