package io.odradek.raft;

import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.raft.TestNode.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A quorum on one thread from one seed: messages are late, lost and doubled, nodes crash and lose what was not synced, the network
 * parts, voters come and go, snapshots take the place of the log. Then all is healed, and the quorum must go on.
 */
final class QuorumSimulation {
    private static final long FAULTS_MS = 12_000;
    private static final long HEALED_MS = 40_000;

    private record Event(long atMs, long sequence, int node, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final SortedMap<Integer, TestNode> nodes = new TreeMap<>();
    private final SortedMap<Integer, Long> scheduledTick = new TreeMap<>();
    private final SortedMap<Integer, Boolean> syncing = new TreeMap<>();
    private final SortedMap<Integer, Integer> side = new TreeMap<>();
    private final QuorumInvariants invariants = new QuorumInvariants();
    private final boolean dynamic;
    private final double loss;
    private long nowMs;
    private long sequence;
    private int values;
    private boolean healed;
    private long handled;

    QuorumSimulation(long seed) {
        random = new SplittableRandom(seed);
        int size = 3 + random.nextInt(3);
        dynamic = random.nextBoolean();
        loss = random.nextInt(4) * 0.05;
        int[] all = java.util.stream.IntStream.rangeClosed(1, size).toArray();
        int[] voters = dynamic
                ? java.util.stream.IntStream.rangeClosed(1, Math.max(1, size - random.nextInt(3)))
                        .toArray()
                : all;
        for (int id : all) {
            boolean formatted = dynamic && id <= voters.length;
            TestNode node = dynamic
                    ? Quorums.dynamicNode(id, random.split(), voters)
                    : Quorums.staticNode(id, random.split(), voters);
            if (dynamic && !formatted) {
                node.disk.bootstrap = java.util.Optional.empty();
            }
            nodes.put(id, node);
            syncing.put(id, false);
            side.put(id, 0);
        }
    }

    long handled() {
        return handled;
    }

    void run() {
        for (TestNode node : nodes.values()) {
            at(random.nextInt(200), node.id(), () -> start(node));
        }
        at(10, 0, this::propose);
        at(300, 0, this::fault);
        runUntil(FAULTS_MS);
        heal();
        runUntil(FAULTS_MS + HEALED_MS);
        checkAlive();
    }

    private void at(long delayMs, int node, Runnable action) {
        events.add(new Event(nowMs + delayMs, sequence++, node, action));
    }

    private void runUntil(long endMs) {
        while (!events.isEmpty() && events.peek().atMs() <= endMs) {
            Event event = events.poll();
            nowMs = event.atMs();
            handled++;
            event.action().run();
            if (healed && isConverged()) {
                return;
            }
        }
        nowMs = endMs;
    }

    private void start(TestNode node) {
        if (!node.isUp()) {
            invariants.restarted(node);
            node.start(nowMs);
            after(node);
        }
    }

    /** Collects what a step of the node has brought about. */
    private void after(TestNode node) {
        List<Packet> packets = new ArrayList<>(node.out);
        node.out.clear();
        packets.forEach(packet -> send(node.id(), packet));
        if (!node.isUp()) {
            return;
        }
        invariants.check(node, nodes.values());
        if (node.disk.durableOffset < node.disk.endOffset && !syncing.get(node.id())) {
            syncing.put(node.id(), true);
            int life = node.incarnation;
            at(1 + random.nextInt(10), node.id(), () -> sync(node, life));
        }
        long dueMs = Math.max(nowMs, node.nextTickMs);
        if (node.nextTickMs < Long.MAX_VALUE && scheduledTick.getOrDefault(node.id(), -1L) != dueMs) {
            scheduledTick.put(node.id(), dueMs);
            at(dueMs - nowMs, node.id(), () -> tick(node, dueMs));
        }
    }

    private void tick(TestNode node, long dueMs) {
        if (scheduledTick.getOrDefault(node.id(), -1L) == dueMs) {
            scheduledTick.remove(node.id());
            if (node.isUp()) {
                node.tick(nowMs);
                after(node);
            }
        }
    }

    private void sync(TestNode node, int life) {
        if (node.incarnation == life) {
            syncing.put(node.id(), false);
            if (node.isUp()) {
                node.sync(nowMs);
                after(node);
            }
        }
    }

    private void send(int from, Packet packet) {
        boolean cut = !side.get(from).equals(side.getOrDefault(packet.to(), 0));
        if (cut || (!healed && random.nextDouble() < loss)) {
            if (packet instanceof Packet.Ask ask && random.nextBoolean()) {
                at(1 + random.nextInt(50), from, () -> fail(from, ask));
            }
            return;
        }
        int copies = !healed && random.nextInt(50) == 0 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            at(1 + random.nextInt(30), packet.to(), () -> deliver(packet));
        }
    }

    private void fail(int from, Packet.Ask ask) {
        TestNode node = nodes.get(from);
        if (node.isUp() && node.incarnation == ask.incarnation()) {
            if (random.nextInt(3) == 0) {
                node.fail(nowMs, ask.sent());
            } else {
                node.disconnect(nowMs, ask.sent());
            }
            after(node);
        }
    }

    private void deliver(Packet packet) {
        TestNode node = nodes.get(packet.to());
        if (node.isUp()) {
            node.deliver(nowMs, packet);
            after(node);
        } else if (packet instanceof Packet.Ask ask) {
            at(1, ask.from(), () -> fail(ask.from(), ask));
        }
    }

    private void propose() {
        for (TestNode node : nodes.values()) {
            if (node.isUp() && node.propose(nowMs, "v" + values)) {
                values++;
                after(node);
            }
        }
        at(20 + random.nextInt(100), 0, this::propose);
    }

    // --- Faults

    private void fault() {
        if (healed) {
            return;
        }
        TestNode node = nodes.get(1 + random.nextInt(nodes.size()));
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> crash(node);
            case 3 -> part();
            case 4 -> side.replaceAll((_, _) -> 0);
            case 5 -> up(node, () -> node.snapshot(nowMs));
            case 6 -> up(node, () -> node.deleteBelowSnapshot(nowMs));
            case 7 -> up(node, () -> node.resign(nowMs));
            case 8, 9 -> changeVoters(node);
            default -> throw new IllegalStateException();
        }
        at(50 + random.nextInt(400), 0, this::fault);
    }

    private void up(TestNode node, Runnable action) {
        if (node.isUp()) {
            action.run();
            after(node);
        }
    }

    private void crash(TestNode node) {
        node.crash();
        syncing.put(node.id(), false);
        scheduledTick.remove(node.id());
        at(random.nextInt(1500), node.id(), () -> start(node));
    }

    private void part() {
        nodes.keySet().forEach(id -> side.put(id, random.nextInt(2)));
    }

    private void changeVoters(TestNode leader) {
        if (!dynamic || !leader.isUp()) {
            return;
        }
        VoterSet voters = leader.get().voters();
        int id = 1 + random.nextInt(nodes.size());
        if (voters.find(id).isPresent()) {
            leader.ask(
                    nowMs,
                    new RemoveRaftVoterRequest()
                            .setClusterId(Quorums.CLUSTER)
                            .setVoterId(id)
                            .setVoterDirectoryId(Quorums.directory(id)));
        } else {
            leader.ask(
                    nowMs,
                    new AddRaftVoterRequest()
                            .setClusterId(Quorums.CLUSTER)
                            .setTimeoutMs(1000)
                            .setVoterId(id)
                            .setVoterDirectoryId(Quorums.directory(id))
                            .setListeners(List.of(new AddRaftVoterRequest.Listener()
                                    .setName(TestNode.LISTENER)
                                    .setHost("host" + id)
                                    .setPort(9093))));
        }
        after(leader);
    }

    private void heal() {
        healed = true;
        side.replaceAll((_, _) -> 0);
        nodes.values().forEach(this::start);
    }

    private boolean isConverged() {
        long end = -1;
        for (TestNode node : nodes.values()) {
            if (!node.isUp() || node.get().highWatermark() < node.get().logEndOffset() - 5) {
                return false;
            }
            end = Math.max(end, node.get().highWatermark());
        }
        long top = end;
        boolean level = nodes.values().stream().allMatch(node -> node.get().highWatermark() >= top - 5);
        return level && values > valuesAtHeal() + 10;
    }

    private int healedValues = -1;

    private int valuesAtHeal() {
        if (healedValues < 0) {
            healedValues = values;
        }
        return healedValues;
    }

    private void checkAlive() {
        if (!isConverged()) {
            StringBuilder text = new StringBuilder("the healed quorum does not go on:");
            for (Map.Entry<Integer, TestNode> entry : nodes.entrySet()) {
                RaftReplica replica = entry.getValue().get();
                text.append("\n node ")
                        .append(entry.getKey())
                        .append(' ')
                        .append(replica.core().role())
                        .append(' ')
                        .append(replica.core().log)
                        .append(" voters ")
                        .append(replica.voters().voters().stream()
                                .map(Voter::key)
                                .toList());
            }
            throw new AssertionError(text.toString());
        }
    }
}
