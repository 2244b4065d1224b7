package io.odradek.broker.partition;

import io.odradek.replication.Ack;
import io.odradek.replication.Role;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Those who wait for what they have appended: acks=all for the high watermark, acks=1 for the leader's own log.
 *
 * <p>Under the lock of the partition. Whom to call, and with what, is added to the news, which are told without the lock.
 */
final class AckWaiters {
    private final PriorityQueue<Waiting> forAll = new PriorityQueue<>();
    private final PriorityQueue<Waiting> forLeader = new PriorityQueue<>();
    private long count;

    /** @param order among those who wait for the same offset: first come, first served */
    private record Waiting(long endOffset, long order, AckWaiter waiter) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            int byOffset = Long.compare(endOffset, other.endOffset);
            return byOffset != 0 ? byOffset : Long.compare(order, other.order);
        }
    }

    void add(boolean acksAll, long endOffset, AckWaiter waiter) {
        (acksAll ? forAll : forLeader).add(new Waiting(endOffset, count++, waiter));
    }

    /** The high watermark has moved. */
    void committed(Role role, List<Runnable> news) {
        Waiting next;
        while ((next = forAll.peek()) != null) {
            Ack ack = role.ack(next.endOffset);
            if (ack == Ack.WAIT) {
                return;
            }
            AckWaiter waiter = forAll.remove().waiter;
            news.add(() -> waiter.done(ack));
        }
    }

    /** The leader holds all below the offset. */
    void held(long offset, List<Runnable> news) {
        Waiting next;
        while ((next = forLeader.peek()) != null && next.endOffset <= offset) {
            AckWaiter waiter = forLeader.remove().waiter;
            news.add(() -> waiter.done(Ack.COMMITTED));
        }
    }

    /** This broker does not lead any more. */
    void abandon(List<Runnable> news) {
        for (PriorityQueue<Waiting> queue : List.of(forLeader, forAll)) {
            Waiting next;
            while ((next = queue.poll()) != null) {
                AckWaiter waiter = next.waiter;
                news.add(() -> waiter.done(Ack.NOT_LEADER));
            }
        }
    }
}
