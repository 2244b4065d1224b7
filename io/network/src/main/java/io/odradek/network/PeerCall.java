package io.odradek.network;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A request to another node until it has its response. Confined to the event loop of its connection once it is sent. */
final class PeerCall {
    private final PeerRequest request;
    private final CompletableFuture<PeerResponse> response = new CompletableFuture<>();
    private @Nullable Future<?> timeout;

    PeerCall(PeerRequest request) {
        this.request = request;
    }

    PeerRequest request() {
        return request;
    }

    CompletionStage<PeerResponse> response() {
        return response.minimalCompletionStage();
    }

    /** Remembers the timer to be stopped at the end. */
    void timeout(Future<?> timer) {
        timeout = timer;
    }

    void answer(PeerResponse answer) {
        stopTimer();
        if (!response.complete(answer)) {
            answer.close();
        }
    }

    void fail(Throwable failure) {
        stopTimer();
        response.completeExceptionally(failure);
    }

    private void stopTimer() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
