package io.odradek.broker.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AllocateProducerIdsResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProducerIdBlocksTest {
    private final Queue<CompletableFuture<AllocateProducerIdsResponse>> asked = new ArrayDeque<>();
    private final ProducerIdBlocks blocks = new ProducerIdBlocks(() -> {
        CompletableFuture<AllocateProducerIdsResponse> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    });

    @Test
    void theFirstProducersWaitForTheFirstBlock() {
        List<CompletableFuture<Long>> ids = List.of(next(), next(), next());
        assertThat(asked).hasSize(1);
        assertThat(ids).allMatch(id -> !id.isDone());
        give(1_000, 8);
        assertThat(ids).extracting(CompletableFuture::join).containsExactly(1_000L, 1_001L, 1_002L);
    }

    @Test
    void theNextBlockIsAskedForBeforeThePresentOneEnds() {
        next();
        give(1_000, 8);
        for (int i = 0; i < 4; i++) {
            assertThat(next()).isCompleted();
            assertThat(asked).isEmpty();
        }
        assertThat(next()).isCompletedWithValue(1_005L);
        assertThat(asked).hasSize(1);
        give(5_000, 8);
        assertThat(List.of(next().join(), next().join(), next().join())).containsExactly(1_006L, 1_007L, 5_000L);
    }

    @Test
    void waitingProducersGoOnWithAnotherBlockWhenOneIsNotEnough() {
        List<CompletableFuture<Long>> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(next());
        }
        give(0, 2);
        give(10, 2);
        assertThat(ids.get(4)).isNotDone();
        give(20, 2);
        assertThat(ids).extracting(CompletableFuture::join).containsExactly(0L, 1L, 10L, 11L, 20L);
    }

    @Test
    void aRefusalFailsThoseWhoWaitWithAnErrorThatClientsRetryAndTheNextOneAsksAgain() {
        CompletableFuture<Long> refused = next();
        asked.remove().complete(new AllocateProducerIdsResponse().setErrorCode(ErrorCode.STALE_BROKER_EPOCH.code()));
        assertThatThrownBy(refused::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
        CompletableFuture<Long> failed = next();
        asked.remove().completeExceptionally(new ApiException(ErrorCode.NOT_CONTROLLER));
        assertThat(failed).isCompletedExceptionally();
        CompletableFuture<Long> id = next();
        give(7, 1);
        assertThat(id).isCompletedWithValue(7L);
    }

    @Test
    void aControllerThatCannotBeAskedIsARefusal() {
        ProducerIdBlocks broken = new ProducerIdBlocks(() -> {
            throw new ApiException(ErrorCode.NOT_CONTROLLER);
        });
        assertThat(broken.next().toCompletableFuture()).isCompletedExceptionally();
        assertThat(broken.next().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void noIdIsGivenTwiceHoweverManyAskAtOnce() {
        AtomicLong start = new AtomicLong();
        ProducerIdBlocks shared = new ProducerIdBlocks(() -> CompletableFuture.supplyAsync(
                () -> new AllocateProducerIdsResponse()
                        .setProducerIdStart(start.getAndAdd(10))
                        .setProducerIdLen(10),
                ForkJoinPool.commonPool()));
        Queue<CompletableFuture<Long>> ids = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int client = 0; client < 8; client++) {
            clients.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 1_000; i++) {
                    ids.add(shared.next().toCompletableFuture());
                }
            }));
        }
        clients.forEach(CompletableFuture::join);
        Set<Long> distinct = new HashSet<>();
        ids.forEach(id -> distinct.add(id.orTimeout(10, TimeUnit.SECONDS).join()));
        assertThat(distinct).hasSize(8_000);
    }

    private CompletableFuture<Long> next() {
        return blocks.next().toCompletableFuture();
    }

    private void give(long start, int length) {
        asked.remove()
                .complete(new AllocateProducerIdsResponse()
                        .setProducerIdStart(start)
                        .setProducerIdLen(length));
    }
}
