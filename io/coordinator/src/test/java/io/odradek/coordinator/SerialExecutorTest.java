package io.odradek.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SerialExecutorTest {
    @Test
    void runsOneAtATimeInOrder() throws InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            SerialExecutor serial = new SerialExecutor(pool);
            List<Integer> seen = new ArrayList<>();
            int tasks = 20_000;
            CountDownLatch done = new CountDownLatch(tasks);
            for (int i = 0; i < tasks; i++) {
                int number = i;
                serial.execute(() -> {
                    seen.add(number);
                    done.countDown();
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).hasSize(tasks).isSorted();
        }
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        List<String> seen = new ArrayList<>();
        SerialExecutor serial = new SerialExecutor(Runnable::run);
        serial.execute(() -> {
            throw new IllegalStateException("bug");
        });
        serial.execute(() -> seen.add("next"));
        assertThat(seen).containsExactly("next");
    }

    @Test
    void aTaskMayAddTasks() {
        List<String> seen = new ArrayList<>();
        SerialExecutor serial = new SerialExecutor(Runnable::run);
        serial.execute(() -> {
            serial.execute(() -> seen.add("inner"));
            seen.add("outer");
        });
        assertThat(seen).containsExactly("outer", "inner");
    }

    @Test
    void saysWhenNothingRunsAnyMore() {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        SerialExecutor serial = new SerialExecutor(pool);
        pool.shutdown();
        assertThatThrownBy(() -> serial.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> serial.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
