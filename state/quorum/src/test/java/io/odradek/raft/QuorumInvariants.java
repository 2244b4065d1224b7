package io.odradek.raft;

import io.odradek.raft.TestDisk.Batch;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What must hold whatever happens: one leader in an epoch, and committed is committed, everywhere and for ever. */
final class QuorumInvariants {
    /** What stands where in the log, as the first replica that knew it committed had it. */
    private final SortedMap<Long, String> committed = new TreeMap<>();

    private final SortedMap<Integer, Integer> leaders = new TreeMap<>();
    private final SortedMap<Integer, Long> checked = new TreeMap<>();
    private long highest;

    QuorumInvariants copy() {
        QuorumInvariants copy = new QuorumInvariants();
        copy.committed.putAll(committed);
        copy.leaders.putAll(leaders);
        copy.checked.putAll(checked);
        copy.highest = highest;
        return copy;
    }

    long highest() {
        return highest;
    }

    SortedMap<Integer, Integer> leaders() {
        return leaders;
    }

    void restarted(TestNode node) {
        checked.put(node.id(), 0L);
    }

    /** Checks a replica after each of its steps, and those that hold what it says is committed. */
    void check(TestNode node, Collection<TestNode> all) {
        RaftReplica replica = node.get();
        if (replica.leads(replica.epoch())) {
            Integer before = leaders.putIfAbsent(replica.epoch(), node.id());
            if (before != null && before != node.id()) {
                throw new AssertionError("epoch " + replica.epoch() + " has leaders " + before + " and " + node.id());
            }
        }
        long highWatermark = replica.highWatermark();
        long seen = checked.getOrDefault(node.id(), 0L);
        if (highWatermark < seen) {
            throw new AssertionError(
                    "the high watermark of node " + node.id() + " falls from " + seen + " to " + highWatermark);
        }
        if (highWatermark == seen) {
            return;
        }
        checked.put(node.id(), highWatermark);
        for (Batch batch : node.disk.batches) {
            if (batch.endOffset() <= highWatermark && batch.baseOffset() >= seen) {
                String found = batch.epoch() + ":" + batch.text();
                String before = committed.putIfAbsent(batch.baseOffset(), found);
                if (before != null && !before.equals(found)) {
                    throw new AssertionError("offset " + batch.baseOffset() + " of node " + node.id() + " holds "
                            + found + ", committed was " + before);
                }
            }
        }
        if (highWatermark > highest) {
            highest = highWatermark;
            checkMajority(node, all, highWatermark);
        }
        checkValues(node, highWatermark);
    }

    private static void checkMajority(TestNode node, Collection<TestNode> all, long highWatermark) {
        VoterSet voters = node.get().voters();
        long durable = all.stream()
                .filter(other -> voters.contains(other.config.self()))
                .filter(other -> other.disk.durableOffset >= highWatermark)
                .filter(other -> other == node || sameLast(node.disk, other.disk, highWatermark))
                .count();
        if (durable < voters.majority()) {
            throw new AssertionError("node " + node.id() + " says that " + highWatermark + " is committed, but "
                    + durable + " of " + voters.size() + " voters have it on disk");
        }
    }

    private static boolean sameLast(TestDisk one, TestDisk other, long end) {
        Batch mine = ending(one, end);
        Batch theirs = ending(other, end);
        return mine == null || theirs == null || mine.epoch() == theirs.epoch();
    }

    private static @org.jspecify.annotations.Nullable Batch ending(TestDisk disk, long end) {
        for (Batch batch : disk.batches.reversed()) {
            if (batch.endOffset() == end) {
                return batch;
            }
        }
        return null;
    }

    /** A snapshot stands for what was committed. */
    private void checkValues(TestNode node, long highWatermark) {
        if (node.disk.snapshots.isEmpty()) {
            return;
        }
        List<String> expected = committed.headMap(node.disk.snapshots.lastKey().endOffset()).values().stream()
                .map(text -> text.substring(text.indexOf(':') + 1))
                .filter(text -> !text.equals("control"))
                .flatMap(text -> List.of(text.split(",")).stream())
                .toList();
        List<String> found = TestDisk.texts(node.disk.snapshots.lastEntry().getValue());
        if (!found.equals(expected)) {
            throw new AssertionError("the snapshot of node " + node.id() + " at " + highWatermark + " holds " + found
                    + ", committed was " + expected);
        }
    }

    List<String> committedValues() {
        return committed.values().stream().toList();
    }
}
