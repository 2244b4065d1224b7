package io.odradek.raft;

import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.UpdateRaftVoterRequest;
import io.odradek.raft.TestNode.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Three voters and the messages between them at one moment, for exploring every order of events. A step gives a new world that
 * shares what has not changed. Clocks of the nodes have nothing to do with one another: whatever has a time may be due next.
 */
final class QuorumWorld {
    /** What is explored. */
    record Scope(int maxEpoch, int maxRecords, int maxCrashes, int maxStale) {}

    private static final RandomGenerator NO_CHANCE = () -> 0L;
    private static final int MAX_TICKS = 8;

    private final Scope scope;
    private final List<TestNode> nodes;
    private final List<String> texts;
    private final List<Flight> packets;
    private final QuorumInvariants invariants;
    private final int records;
    private final int crashes;

    /** A message with what is the same in every world in which it is under way. */
    private record Flight(Packet packet, String text) {}

    private QuorumWorld(
            Scope scope,
            List<TestNode> nodes,
            List<String> texts,
            List<Flight> packets,
            QuorumInvariants invariants,
            int records,
            int crashes) {
        this.scope = scope;
        this.nodes = nodes;
        this.texts = texts;
        this.packets = packets;
        this.invariants = invariants;
        this.records = records;
        this.crashes = crashes;
    }

    static QuorumWorld initial(Scope scope) {
        List<TestNode> nodes = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            RaftConfig config = Quorums.config(id, Quorums.staticVoters(1, 2, 3));
            TestNode node = new TestNode(config, new TestDisk(), NO_CHANCE);
            node.start(0);
            nodes.add(node);
        }
        return new QuorumWorld(
                scope, nodes, nodes.stream().map(QuorumWorld::text).toList(), List.of(), new QuorumInvariants(), 0, 0);
    }

    /** A world in which node 1 leads the first epoch, and one record of the scope is written, by an order without faults. */
    static QuorumWorld led(Scope scope) {
        QuorumWorld world = initial(scope);
        while (world.invariants.highest() < 1) {
            world = world.fair();
        }
        return world;
    }

    /** Messages first, then disks, then time, and that of node 1 only. */
    private QuorumWorld fair() {
        List<QuorumWorld> worlds = new ArrayList<>();
        if (!packets.isEmpty()) {
            Packet packet = packets.getFirst().packet();
            step(
                    worlds,
                    packet.to() - 1,
                    packets.subList(1, packets.size()),
                    records,
                    crashes,
                    node -> node.deliver(node.clockMs(), packet));
            return worlds.getFirst();
        }
        for (int i = 0; i < nodes.size(); i++) {
            TestNode node = nodes.get(i);
            if (node.disk.durableOffset < node.disk.endOffset) {
                step(worlds, i, packets, records, crashes, copy -> copy.sync(copy.clockMs()));
                return worlds.getFirst();
            }
        }
        step(worlds, 0, packets, records, crashes, QuorumWorld::tick);
        return worlds.getFirst();
    }

    private interface Step {
        void run(TestNode node);
    }

    /** Every world that may come next. */
    List<QuorumWorld> next() {
        List<QuorumWorld> worlds = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            Packet packet = packets.get(i).packet();
            List<Flight> rest = new ArrayList<>(packets);
            rest.remove(i);
            step(worlds, packet.to() - 1, rest, records, crashes, node -> node.deliver(node.clockMs(), packet));
            if (packet instanceof Packet.Ask ask
                    && ask.sent().message() instanceof FetchRequest
                    && isAwaited(nodes, ask)) {
                step(
                        worlds,
                        ask.from() - 1,
                        rest,
                        records,
                        crashes,
                        node -> node.disconnect(node.clockMs(), ask.sent()));
            }
        }
        for (int i = 0; i < nodes.size(); i++) {
            TestNode node = nodes.get(i);
            if (node.nextTickMs < Long.MAX_VALUE) {
                step(worlds, i, packets, records, crashes, QuorumWorld::tick);
            }
            if (node.disk.durableOffset < node.disk.endOffset) {
                step(worlds, i, packets, records, crashes, copy -> copy.sync(copy.clockMs()));
            }
            if (records < scope.maxRecords() && node.get().leads(node.get().epoch())) {
                step(worlds, i, packets, records + 1, crashes, copy -> copy.propose(copy.clockMs(), "r" + records));
            }
            if (crashes < scope.maxCrashes()) {
                step(worlds, i, packets, records, crashes + 1, copy -> {
                    copy.crash();
                    copy.start(copy.clockMs());
                });
            }
        }
        return worlds;
    }

    /** Lets time pass until something comes of it. */
    private static void tick(TestNode node) {
        Role before = node.get().core().role();
        for (int i = 0;
                i < MAX_TICKS && node.out.isEmpty() && node.get().core().role().getClass() == before.getClass();
                i++) {
            node.tick(Math.max(node.clockMs(), node.nextTickMs));
        }
    }

    private void step(List<QuorumWorld> worlds, int index, List<Flight> left, int records, int crashes, Step step) {
        TestNode node = nodes.get(index).copy();
        QuorumInvariants checked = invariants.copy();
        int life = node.incarnation;
        step.run(node);
        if (node.incarnation != life) {
            checked.restarted(node);
        }
        List<TestNode> changed = new ArrayList<>(nodes);
        changed.set(index, node);
        checked.check(node, changed);
        if (node.get().epoch() > scope.maxEpoch()) {
            return;
        }
        List<String> described = new ArrayList<>(texts);
        described.set(index, text(node));
        List<Flight> under = new ArrayList<>(left);
        for (Packet packet : node.out) {
            boolean update = packet instanceof Packet.Ask ask && ask.sent().message() instanceof UpdateRaftVoterRequest;
            if (!update) {
                under.add(new Flight(packet, text(packet)));
            }
        }
        node.out.clear();
        worlds.add(new QuorumWorld(scope, changed, described, prune(changed, under), checked, records, crashes));
    }

    /** Answers that nobody waits for change nothing; of questions that nobody waits for only a few are kept. */
    private List<Flight> prune(List<TestNode> nodes, List<Flight> under) {
        List<Flight> kept = new ArrayList<>();
        TreeSet<String> stale = new TreeSet<>();
        for (Flight flight : under.reversed()) {
            if (isAwaited(nodes, flight.packet())) {
                kept.addFirst(flight);
            } else if (flight.packet() instanceof Packet.Ask
                    && stale.size() < scope.maxStale()
                    && stale.add(flight.text())) {
                kept.addFirst(flight);
            }
        }
        return kept;
    }

    private static boolean isAwaited(List<TestNode> nodes, Packet packet) {
        return switch (packet) {
            case Packet.Ask ask -> awaits(nodes.get(ask.from() - 1), ask.incarnation(), ask.sent());
            case Packet.Reply reply -> awaits(nodes.get(reply.to() - 1), reply.incarnation(), reply.sent());
        };
    }

    private static boolean awaits(TestNode node, int incarnation, Outbound sent) {
        return node.incarnation == incarnation && node.get().core().lanes.awaits(sent.correlationId());
    }

    private static String text(Packet packet) {
        return switch (packet) {
            case Packet.Ask ask -> ask.from() + ">" + ask.to() + ask.sent().message();
            case Packet.Reply reply -> reply.from() + "<" + reply.to() + reply.message() + records(reply);
        };
    }

    private static String records(Packet.Reply reply) {
        return reply.message() instanceof FetchResponse fetch
                        && !fetch.responses().isEmpty()
                        && Replies.partition(fetch).records() instanceof MemoryRecords memory
                ? Integer.toString(memory.buffer().hashCode())
                : "";
    }

    private static String text(TestNode node) {
        StringBuilder text = new StringBuilder(256);
        text.append(role(node))
                .append(node.get().core().log)
                .append(node.get().core().lanes)
                .append(node.disk.state);
        node.disk.batches.forEach(batch -> text.append(batch.epoch()).append(batch.text()));
        return text.append(node.votes).append('\n').toString();
    }

    /** The world without what makes no difference: times, correlation ids, the order of messages under way. */
    String fingerprint() {
        StringBuilder text = new StringBuilder(2048);
        for (int i = 0; i < nodes.size(); i++) {
            text.append(texts.get(i));
            if (nodes.get(i).get().core().role() instanceof Role.Leading(LeaderState state)) {
                for (LeaderState.ParkedFetch fetch : state.parked) {
                    text.append(nodes.get(i)
                            .askedBy(fetch.token())
                            .map(ask -> ask.from() + (isAwaited(nodes, ask) ? "!" : "?"))
                            .orElse(""));
                }
            }
        }
        packets.stream()
                .map(flight -> (isAwaited(nodes, flight.packet()) ? "!" : "?") + flight.text())
                .sorted()
                .forEach(flight -> text.append(flight).append('\n'));
        return text.append(records)
                .append(crashes)
                .append(invariants.highest())
                .append(invariants.leaders())
                .toString();
    }

    private static String role(TestNode node) {
        return switch (node.get().core().role()) {
            case Role.Unattached role -> "U" + role.epoch() + role.leaderId() + role.voted();
            case Role.Prospective role -> "P" + role.epoch() + role.leaderId() + role.voted() + role.votes();
            case Role.Candidate role -> "C" + role.epoch() + role.votes();
            case Role.Follower role -> "F" + role.epoch() + role.leader() + role.voted() + role.hasFetched();
            case Role.Leading(LeaderState state) -> {
                StringBuilder text = new StringBuilder("L" + state.epoch + state.established + state.heard);
                state.voters.forEach((id, progress) ->
                        text.append(id).append('@').append(progress.endOffset()).append(progress.lastBeginMs() < 0));
                for (LeaderState.ParkedFetch fetch : state.parked) {
                    text.append('p').append(fetch.fetchOffset());
                }
                yield text.toString();
            }
            case Role.Resigned role -> "R" + role.epoch() + role.unaware();
        };
    }

    @Override
    public String toString() {
        return fingerprint();
    }
}
