package io.odradek.broker.admin;

import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.ControllerService;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AllocateProducerIdsRequest;
import io.odradek.protocol.message.AllocateProducerIdsResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Producer ids that no other broker hands out (KIP-730). They come from the controller in blocks; the next block is asked
 * for before the present one runs out, so that producers seldom wait for it. What is left of a block when the broker
 * stops is never used.
 *
 * <p>Any thread.
 */
public final class ProducerIdBlocks {
    /** One in so many ids of a block is left when the next block is asked for. */
    private static final int RESERVE = 4;

    private final Supplier<CompletionStage<AllocateProducerIdsResponse>> controller;
    private final Object lock = new Object();
    private final Queue<CompletableFuture<Long>> waiting = new ArrayDeque<>();
    private Block present = Block.NONE;
    private Block following = Block.NONE;
    private boolean asking;

    private record Block(long next, long end, long reserve) {
        static final Block NONE = new Block(0, 0, 0);

        static Block of(long start, int length) {
            return new Block(start, start + length, length / RESERVE);
        }

        boolean isEmpty() {
            return next >= end;
        }

        boolean isLow() {
            return end - next <= reserve;
        }

        Block rest() {
            return new Block(next + 1, end, reserve);
        }
    }

    private record Granted(CompletableFuture<Long> to, long id) {}

    /** @param controller asks for a block */
    public ProducerIdBlocks(Supplier<CompletionStage<AllocateProducerIdsResponse>> controller) {
        this.controller = controller;
    }

    /** Blocks for this broker, as the controller allocates them. */
    public static ProducerIdBlocks from(ControllerService controller, ClusterState cluster) {
        return new ProducerIdBlocks(() -> {
            AllocateProducerIdsRequest request = new AllocateProducerIdsRequest()
                    .setBrokerId(cluster.nodeId())
                    .setBrokerEpoch(cluster.image()
                            .nodes()
                            .broker(cluster.nodeId())
                            .map(BrokerImage::epoch)
                            .orElse(-1L));
            return controller.request(
                    ControllerRequest.ofBroker(cluster.nodeId(), request), AllocateProducerIdsResponse.class);
        });
    }

    /** An id that nobody has; fails with COORDINATOR_LOAD_IN_PROGRESS while the controller gives none. */
    public CompletionStage<Long> next() {
        CompletableFuture<Long> id = new CompletableFuture<>();
        List<Granted> granted;
        boolean ask;
        synchronized (lock) {
            waiting.add(id);
            granted = grant();
            ask = mustAsk();
        }
        granted.forEach(each -> each.to().complete(each.id()));
        if (ask) {
            ask();
        }
        return id;
    }

    private List<Granted> grant() {
        List<Granted> granted = new ArrayList<>();
        while (!waiting.isEmpty()) {
            if (present.isEmpty()) {
                present = following;
                following = Block.NONE;
            }
            if (present.isEmpty()) {
                break;
            }
            granted.add(new Granted(waiting.remove(), present.next()));
            present = present.rest();
        }
        return granted;
    }

    private boolean mustAsk() {
        if (asking || !following.isEmpty() || !present.isLow()) {
            return false;
        }
        asking = true;
        return true;
    }

    private void ask() {
        CompletionStage<AllocateProducerIdsResponse> answer;
        try {
            answer = controller.get();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        answer.whenComplete((response, failure) -> {
            if (response == null) {
                refused(Objects.requireNonNull(failure));
            } else if (response.errorCode() != ErrorCode.NONE.code()) {
                refused(new ApiException(ErrorCode.forCode(response.errorCode())));
            } else {
                received(Block.of(response.producerIdStart(), response.producerIdLen()));
            }
        });
    }

    private void received(Block block) {
        List<Granted> granted;
        boolean ask;
        synchronized (lock) {
            asking = false;
            following = block;
            granted = grant();
            ask = mustAsk();
        }
        granted.forEach(each -> each.to().complete(each.id()));
        if (ask) {
            ask();
        }
    }

    private void refused(Throwable cause) {
        List<CompletableFuture<Long>> refused;
        synchronized (lock) {
            asking = false;
            refused = List.copyOf(waiting);
            waiting.clear();
        }
        Throwable shown = cause instanceof ApiException
                ? new ApiException(
                        ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
                        "The controller has no producer ids for this broker now: " + cause.getMessage())
                : cause;
        refused.forEach(each -> each.completeExceptionally(shown));
    }
}
