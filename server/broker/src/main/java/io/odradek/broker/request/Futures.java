package io.odradek.broker.request;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for many answers at once. */
public final class Futures {
    private static final Logger LOG = LoggerFactory.getLogger(Futures.class);

    private Futures() {}

    /** Hands over all results, in order, once the last is there. The futures must not fail. */
    public static <T> void whenAll(Collection<CompletableFuture<T>> futures, Consumer<List<T>> consumer) {
        var _ = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenRun(() -> consumer.accept(
                        futures.stream().map(CompletableFuture::join).toList()))
                .exceptionally(bug -> {
                    LOG.error("A request stays without an answer", bug);
                    return null;
                });
    }
}
