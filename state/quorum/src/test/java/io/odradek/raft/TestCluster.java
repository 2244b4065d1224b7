package io.odradek.raft;

import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.raft.TestNode.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Nodes on one clock, with a network that a test may cut; messages take no time, and disks sync at once unless told otherwise. */
final class TestCluster {
    final SortedMap<Integer, TestNode> nodes = new TreeMap<>();
    final List<Packet> packets = new ArrayList<>();
    final SortedSet<Integer> cutOff = new TreeSet<>();
    final SortedSet<Integer> slowDisks = new TreeSet<>();

    /** Whether a node's connections to another, in this order, are refused. */
    BiPredicate<Integer, Integer> refuses = (_, _) -> false;

    final QuorumInvariants invariants = new QuorumInvariants();
    private final SplittableRandom random = new SplittableRandom(7);
    long nowMs;

    static TestCluster ofStatic(int... voters) {
        TestCluster cluster = new TestCluster();
        for (int id : voters) {
            cluster.add(Quorums.staticNode(id, cluster.random.split(), voters));
        }
        return cluster;
    }

    static TestCluster ofDynamic(int... voters) {
        TestCluster cluster = new TestCluster();
        for (int id : voters) {
            cluster.add(Quorums.dynamicNode(id, cluster.random.split(), voters));
        }
        return cluster;
    }

    void add(TestNode node) {
        nodes.put(node.id(), node);
    }

    /** A controller that is no voter. */
    TestNode addObserver(int id, int... bootstrap) {
        return addObserver(Quorums.config(id, VoterSet.EMPTY, bootstrap));
    }

    TestNode addObserver(RaftConfig config) {
        TestNode node = new TestNode(config, new TestDisk(), random.split());
        add(node);
        start(node.id());
        return node;
    }

    TestNode node(int id) {
        return nodes.get(id);
    }

    RaftReplica replica(int id) {
        return node(id).get();
    }

    void start(int id) {
        invariants.restarted(node(id));
        run(id, node -> node.start(nowMs));
    }

    TestCluster startAll() {
        nodes.keySet().forEach(this::start);
        return this;
    }

    void crash(int id) {
        node(id).crash();
    }

    /** As {@link #crash}, and whoever waits for an answer sees its connection end. */
    void kill(int id) {
        List<Packet.Ask> open = node(id).received();
        crash(id);
        open.forEach(this::disconnect);
    }

    /** The connections that a node has to another end. */
    void breakConnections(int from, int to) {
        node(to).received().stream().filter(ask -> ask.from() == from).forEach(this::disconnect);
    }

    private void disconnect(Packet.Ask ask) {
        TestNode from = node(ask.from());
        if (from.isUp() && from.incarnation == ask.incarnation()) {
            run(from.id(), node -> node.disconnect(nowMs, ask.sent()));
        }
    }

    /** Does something to a node and collects what comes of it. */
    void run(int id, Consumer<TestNode> step) {
        TestNode node = node(id);
        step.accept(node);
        packets.addAll(node.out);
        node.out.clear();
        if (node.isUp()) {
            invariants.check(node, nodes.values());
        }
    }

    /** What a node answers at once. */
    <R extends ResponseMessage> R ask(int id, RequestMessage request, Class<R> type) {
        TestNode node = node(id);
        int before = node.answersToTools.size();
        run(id, asked -> asked.ask(nowMs, request));
        if (node.answersToTools.size() != before + 1) {
            throw new AssertionError("no answer to " + request);
        }
        return type.cast(node.answersToTools.getLast());
    }

    /** Delivers everything and syncs every disk, until nothing is left to do at this moment. */
    void settle() {
        boolean more = true;
        while (more) {
            more = false;
            while (!packets.isEmpty()) {
                deliver(packets.removeFirst());
                more = true;
            }
            for (TestNode node : nodes.values()) {
                boolean behind = node.disk.durableOffset < node.disk.endOffset;
                if (node.isUp() && behind && !slowDisks.contains(node.id())) {
                    run(node.id(), synced -> synced.sync(nowMs));
                    more = true;
                }
            }
        }
    }

    void deliver(Packet packet) {
        int from = switch (packet) {
            case Packet.Ask ask -> ask.from();
            case Packet.Reply reply -> reply.from();
        };
        boolean reaches = !cutOff.contains(from) && !cutOff.contains(packet.to()) && nodes.containsKey(packet.to());
        boolean refused = packet instanceof Packet.Ask && refuses.test(from, packet.to());
        if (reaches && !refused && node(packet.to()).isUp()) {
            run(packet.to(), node -> node.deliver(nowMs, packet));
        } else if (packet instanceof Packet.Ask ask && node(ask.from()).isUp()) {
            boolean isDown =
                    nodes.containsKey(packet.to()) && !node(packet.to()).isUp();
            run(ask.from(), node -> {
                if (refused || isDown) {
                    node.disconnect(nowMs, ask.sent());
                } else {
                    node.fail(nowMs, ask.sent());
                }
            });
        }
    }

    /** Lets time pass. */
    void pass(long ms) {
        long until = nowMs + ms;
        settle();
        while (true) {
            Optional<TestNode> due = nodes.values().stream()
                    .filter(TestNode::isUp)
                    .min(java.util.Comparator.comparingLong(node -> node.nextTickMs));
            if (due.isEmpty() || due.get().nextTickMs > until) {
                nowMs = until;
                return;
            }
            nowMs = Math.max(nowMs, due.get().nextTickMs);
            run(due.get().id(), node -> node.tick(nowMs));
            settle();
        }
    }

    /** Lets time pass until a node leads and knows what is committed; returns its id. */
    int awaitLeader() {
        for (int i = 0; i < 200; i++) {
            Optional<TestNode> leader = leader();
            if (leader.isPresent()) {
                settle();
                return leader.get().id();
            }
            pass(100);
        }
        throw new AssertionError("no leader within 20 s");
    }

    Optional<TestNode> leader() {
        return nodes.values().stream()
                .filter(node -> node.isUp() && !cutOff.contains(node.id()))
                .filter(node -> node.get().establishedEpoch().isPresent())
                .findFirst();
    }

    void propose(int id, String value) {
        run(id, node -> {
            if (!node.propose(nowMs, value)) {
                throw new AssertionError("node " + id + " does not lead");
            }
        });
    }

    List<String> committed(int id) {
        return node(id).disk.valuesBelow(replica(id).highWatermark());
    }
}
