package io.odradek.broker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.replication.Ack;
import io.odradek.replication.FollowerFetch;
import io.odradek.replication.PartitionState;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.LogFixture;
import io.odradek.storage.LogListener;
import io.odradek.storage.PartitionLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads at once: producers, the committer, followers, and a controller that changes its mind. */
@Timeout(120)
final class PartitionConcurrencyTest {
    private static final int PRODUCERS = 4;
    private static final int APPENDS = 400;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void stop() {
        over.set(true);
        threads.shutdownNow();
    }

    private interface Work {
        void run() throws Exception;
    }

    private Future<?> start(Work work) {
        return threads.submit(() -> {
            work.run();
            return null;
        });
    }

    private Future<?> repeat(Work work) {
        return start(() -> {
            while (!over.get()) {
                work.run();
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void everyAppendIsAnsweredOnceThoughTheLeadershipComesAndGoes() throws Exception {
        TestReplica replica = new TestReplica();
        Partition partition = replica.partition;
        Map<Long, AtomicInteger> committed = new ConcurrentHashMap<>();
        AtomicInteger answers = new AtomicInteger();
        AtomicInteger appended = new AtomicInteger();
        List<Future<?>> others = new ArrayList<>();
        others.add(repeat(() -> replica.log.sync()));
        AtomicInteger epochs = new AtomicInteger();
        others.add(repeat(() -> {
            int epoch = epochs.incrementAndGet();
            if (epoch % 3 == 0) {
                replica.follow(epoch);
            } else {
                replica.lead(epoch, 1);
            }
        }));
        List<Future<?>> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            producers.add(start(() -> {
                for (int n = 0; n < APPENDS; n++) {
                    try {
                        Appended one = partition.append(PartitionTest.batch("v"), AppendOrigin.CLIENT, true);
                        appended.incrementAndGet();
                        partition.await(one, true, ack -> {
                            answers.incrementAndGet();
                            if (ack == Ack.COMMITTED) {
                                committed
                                        .computeIfAbsent(one.result().lastOffset(), _ -> new AtomicInteger())
                                        .incrementAndGet();
                            }
                        });
                    } catch (ApiException e) {
                        assertThat(e.code()).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
                    }
                }
            }));
        }
        for (Future<?> producer : producers) {
            producer.get(60, TimeUnit.SECONDS);
        }
        over.set(true);
        for (Future<?> other : others) {
            other.get(60, TimeUnit.SECONDS);
        }
        replica.lead(epochs.incrementAndGet(), 1);
        replica.log.sync();
        partition.progressed();
        assertThat(answers).as("all have heard").hasValue(appended.get());
        assertThat(committed.values()).allMatch(count -> count.get() == 1);
        assertThat(partition.highWatermark()).isEqualTo(replica.log.logEndOffset());
    }

    @Test
    void theHighWatermarkIsNeverBeyondTheDiskNorTheFollowerNorGoesBack() throws Exception {
        TestReplica replica = new TestReplica();
        replica.lead(0, 1, 2);
        Partition partition = replica.partition;
        AtomicLong followed = new AtomicLong();
        AtomicLong seen = new AtomicLong();
        List<Future<?>> others = new ArrayList<>();
        others.add(repeat(() -> replica.log.sync()));
        others.add(repeat(() -> {
            long end = replica.log.logEndOffset();
            // What the follower has is known before it is told.
            followed.set(end);
            partition.fetched(new FollowerFetch(2, 102, end, 0, end), 0);
        }));
        others.add(repeat(() -> {
            long before = seen.get();
            long now = partition.highWatermark();
            assertThat(now).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(replica.log.durableOffset());
            assertThat(now).isLessThanOrEqualTo(followed.get());
            seen.set(now);
        }));
        others.add(repeat(() -> partition.checkLag()));
        CountDownLatch all = new CountDownLatch(PRODUCERS * APPENDS);
        for (int i = 0; i < PRODUCERS; i++) {
            start(() -> {
                for (int n = 0; n < APPENDS; n++) {
                    Appended one = partition.append(PartitionTest.batch("v"), AppendOrigin.CLIENT, true);
                    partition.await(one, true, _ -> all.countDown());
                }
            });
        }
        assertThat(all.await(60, TimeUnit.SECONDS)).as("all are acknowledged").isTrue();
        over.set(true);
        for (Future<?> other : others) {
            other.get(60, TimeUnit.SECONDS);
        }
        assertThat(partition.highWatermark()).isEqualTo(PRODUCERS * APPENDS);
    }

    /** One disk under two partitions: the append that finds it broken holds its own partition and fails the other too. */
    @Test
    void partitionsThatFailEachOtherDoNotWaitForEachOther() throws Exception {
        for (int round = 0; round < 200; round++) {
            List<Partition> partitions = new ArrayList<>();
            LogListener all = new LogListener() {
                @Override
                public void appended(PartitionLog log) {
                    // As if the directory were found broken inside of an append.
                    partitions.forEach(Partition::fail);
                }

                @Override
                public void durable(PartitionLog log) {}

                @Override
                public void failed(PartitionLog log, IOException cause) {}
            };
            for (int i = 0; i < 2; i++) {
                LogFixture fixture = new LogFixture();
                fixture.listener = all;
                ReplicaContext context = new TestReplica().context();
                partitions.add(new Partition(fixture.open(), TopicSettings.DEFAULT, context, 0));
            }
            CountDownLatch go = new CountDownLatch(1);
            List<Future<?>> appends = new ArrayList<>();
            for (Partition partition : partitions) {
                partition.changed(new PartitionState(1, 0, 0, List.of(1), List.of(1)));
                appends.add(start(() -> {
                    go.await();
                    try {
                        partition.append(PartitionTest.batch("v"), AppendOrigin.CLIENT, false);
                    } catch (ApiException e) {
                        assertThat(e.code()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
                    }
                }));
            }
            go.countDown();
            for (Future<?> append : appends) {
                append.get(60, TimeUnit.SECONDS);
            }
            for (Partition partition : partitions) {
                assertThat(partition.role().refuses(true))
                        .hasValueSatisfying(why -> assertThat(why.error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR));
            }
        }
    }
}
