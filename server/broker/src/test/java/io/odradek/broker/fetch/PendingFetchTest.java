package io.odradek.broker.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.partition.FetchWaiter.Reader;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.TestReplica;
import io.odradek.coordinator.Timers;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.storage.AppendOrigin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which partitions a waiting fetch is told to read again, and when. */
final class PendingFetchTest {
    private static final int PARTITIONS = 100;

    private final List<Partition> partitions = new ArrayList<>();
    private final List<Runnable> scheduled = new ArrayList<>();
    private final Timers timers = (_, task) -> {
        scheduled.add(task);
        return () -> {};
    };
    private int looks;
    private int overs;

    @BeforeEach
    void lead() throws IOException {
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new TestReplica().lead(0, 1).partition);
        }
    }

    @Test
    void onlyWhatHasMovedIsReadAgain() throws IOException {
        PendingFetch fetch = waiting(1_000_000);
        for (int round = 0; round < 3; round++) {
            commit(17);
            fetch.readable(partitions.get(17), 1_000_000);
            assertThat(looks).isEqualTo(round + 1);
            assertThat(moved(fetch)).containsExactly(17);
            fetch.lookAgain();
        }
        assertThat(moved(fetch)).isEmpty();
    }

    @Test
    void movesBelowWhatIsMissingAreNotLookedAt() {
        PendingFetch fetch = waiting(1_000);
        fetch.readable(partitions.get(3), 400);
        fetch.readable(partitions.get(4), 400);
        assertThat(looks).isZero();
        fetch.readable(partitions.get(3), 400);
        assertThat(looks).isEqualTo(1);
        assertThat(moved(fetch)).containsExactly(3, 4);
    }

    @Test
    void whatMovesDuringALookIsLookedAtAfterIt() {
        PendingFetch fetch = waiting(1);
        fetch.readable(partitions.get(0), 1);
        assertThat(moved(fetch)).containsExactly(0);
        fetch.readable(partitions.get(1), 1);
        assertThat(looks).isEqualTo(1);
        fetch.lookAgain();
        assertThat(looks).isEqualTo(2);
        assertThat(moved(fetch)).containsExactly(1);
    }

    @Test
    void whatMovedBetweenReadingAndWaitingIsLookedAt() throws IOException {
        List<PendingFetch.Watched> watched = watched();
        commit(5);
        PendingFetch fetch = new PendingFetch(watched, 1_000_000, _ -> looks++, () -> overs++);
        fetch.await(1_000, timers);
        assertThat(looks).isEqualTo(1);
        assertThat(moved(fetch)).containsExactly(5);
    }

    @Test
    void anEndedFetchHearsNothingMore() {
        PendingFetch fetch = waiting(1);
        partitions.get(9).resign();
        scheduled.forEach(Runnable::run);
        assertThat(overs).isEqualTo(1);
        fetch.readable(partitions.get(8), 100);
        assertThat(looks).isZero();
        assertThat(fetch.stopWaiting()).isFalse();
    }

    private PendingFetch waiting(long missingBytes) {
        PendingFetch fetch = new PendingFetch(watched(), missingBytes, _ -> looks++, () -> overs++);
        fetch.await(1_000, timers);
        return fetch;
    }

    private List<PendingFetch.Watched> watched() {
        List<PendingFetch.Watched> watched = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            watched.add(new PendingFetch.Watched(i, partitions.get(i), Reader.CONSUMER));
        }
        return watched;
    }

    private static List<Integer> moved(PendingFetch fetch) {
        List<Integer> moved = new ArrayList<>();
        fetch.takeMoved(moved::add);
        return moved;
    }

    private void commit(int index) throws IOException {
        Partition partition = partitions.get(index);
        ByteBuffer value = ByteBuffer.wrap("x".getBytes(UTF_8));
        partition.append(RecordBatchBuilder.create().append(1, null, value).build(), AppendOrigin.CLIENT, false);
        partition.log().sync();
    }
}
