package io.odradek.raft;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.raft.TestNode.Packet.Ask;
import io.odradek.raft.TestNode.Packet.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A replica with a disk, which carries out what the replica asks for and hands its messages on. */
final class TestNode {
    static final String LISTENER = "CONTROLLER";

    /** A message under way. */
    sealed interface Packet {
        int to();

        record Ask(int from, int incarnation, int to, Outbound sent) implements Packet {}

        record Reply(int from, int to, int incarnation, Outbound sent, ResponseMessage message) implements Packet {}
    }

    final RaftConfig config;
    final TestDisk disk;
    final List<Packet> out = new ArrayList<>();
    final List<Answer.Outcome> outcomes = new ArrayList<>();
    final List<ResponseMessage> answersToTools = new ArrayList<>();
    final SortedMap<Integer, ReplicaKey> votes = new TreeMap<>();
    private final RandomGenerator random;
    private final SortedMap<Long, Ask> asked = new TreeMap<>();
    Optional<RaftReplica> replica = Optional.empty();
    int incarnation;
    long nextTickMs = Long.MAX_VALUE;
    long nextToken;
    private long nowMs;

    TestNode(RaftConfig config, TestDisk disk, RandomGenerator random) {
        this.config = config;
        this.disk = disk;
        this.random = random;
    }

    private TestNode(TestNode other) {
        config = other.config;
        disk = other.disk.copy();
        random = other.random;
        replica = other.replica.map(RaftReplica::copy);
        incarnation = other.incarnation;
        nextTickMs = other.nextTickMs;
        nextToken = other.nextToken;
        nowMs = other.nowMs;
        asked.putAll(other.asked);
        votes.putAll(other.votes);
        out.addAll(other.out);
    }

    TestNode copy() {
        return new TestNode(this);
    }

    int id() {
        return config.self().id();
    }

    boolean isUp() {
        return replica.isPresent();
    }

    RaftReplica get() {
        return replica.orElseThrow();
    }

    /** Every request that has come in, answered or not. */
    List<Ask> received() {
        return List.copyOf(asked.values());
    }

    Optional<Ask> askedBy(long token) {
        return Optional.ofNullable(asked.get(token));
    }

    private Now now(long ms) {
        nowMs = Math.max(nowMs, ms);
        return new Now(nowMs, nowMs);
    }

    long clockMs() {
        return nowMs;
    }

    // --- What happens to it

    void start(long ms) {
        incarnation++;
        asked.clear();
        RaftReplica started = new RaftReplica(config, disk.recover(config.staticVoters()), disk.state, random);
        replica = Optional.of(started);
        carryOut(started.start(now(ms)));
    }

    void crash() {
        replica = Optional.empty();
        asked.clear();
        nextTickMs = Long.MAX_VALUE;
        disk.crash();
    }

    void tick(long ms) {
        carryOut(get().tick(now(ms)));
    }

    void sync(long ms) {
        disk.sync();
        carryOut(get().durable(now(ms), disk.durableOffset));
    }

    boolean propose(long ms, String... values) {
        int epoch = get().epoch();
        if (!get().leads(epoch)) {
            return false;
        }
        carryOut(get().append(now(ms), epoch, TestDisk.value(values)));
        return true;
    }

    void resign(long ms) {
        carryOut(get().resign(now(ms), get().epoch()));
    }

    void stop(long ms) {
        carryOut(get().stop(now(ms)));
    }

    void upgrade(long ms, int level) {
        carryOut(get().upgrade(now(ms), nextToken++, level));
    }

    /** A request that a tool or test makes; its answer goes to {@link #answersToTools}. */
    void ask(long ms, io.odradek.protocol.RequestMessage message) {
        carryOut(get().receive(now(ms), new Inbound(nextToken++, LISTENER, message)));
    }

    void deliver(long ms, Packet packet) {
        if (replica.isEmpty()) {
            return;
        }
        switch (packet) {
            case Ask ask
            when ask.sent().message() instanceof ApiVersionsRequest ->
                out.add(new Reply(id(), ask.from(), ask.incarnation(), ask.sent(), versions()));
            case Ask ask -> {
                long token = nextToken++;
                asked.put(token, ask);
                carryOut(get().receive(
                                now(ms), new Inbound(token, LISTENER, ask.sent().message())));
            }
            case Reply reply -> {
                if (reply.incarnation() == incarnation) {
                    carryOut(get().answered(now(ms), reply.sent(), reply.message()));
                }
            }
        }
    }

    private static ApiVersionsResponse versions() {
        return new ApiVersionsResponse()
                .setSupportedFeatures(List.of(new ApiVersionsResponse.SupportedFeatureKey()
                        .setName("kraft.version")
                        .setMinVersion((short) 0)
                        .setMaxVersion((short) 1)));
    }

    void fail(long ms, Outbound sent) {
        carryOut(get().failed(now(ms), sent));
    }

    void disconnect(long ms, Outbound sent) {
        carryOut(get().disconnected(now(ms), sent));
    }

    boolean snapshot(long ms) {
        long upTo = get().highWatermark();
        boolean isBoundary = disk.batches.stream().anyMatch(batch -> batch.endOffset() == upTo);
        if (!isBoundary || disk.snapshots.containsKey(get().snapshotAt(upTo))) {
            return false;
        }
        disk.takeSnapshot(get().snapshotAt(upTo), get().voterHistory());
        carryOut(get().snapshotsAre(now(ms), disk.ids(), disk.startOffset));
        return true;
    }

    void deleteBelowSnapshot(long ms) {
        if (!disk.snapshots.isEmpty()) {
            disk.deleteBelow(disk.snapshots.lastKey().endOffset());
            carryOut(get().snapshotsAre(now(ms), disk.ids(), disk.startOffset));
        }
    }

    // --- What it asks for

    private void carryOut(Effects first) {
        Deque<Effects> queue = new ArrayDeque<>();
        queue.add(first);
        while (!queue.isEmpty()) {
            Effects effects = queue.poll();
            effects.save().ifPresent(this::save);
            effects.work().ifPresent(work -> queue.add(work(work)));
            effects.requests().forEach(sent -> out.add(new Ask(id(), incarnation, Quorums.idOf(sent.to()), sent)));
            effects.answers().forEach(this::answer);
            nextTickMs = effects.nextTickMs();
        }
    }

    private void save(QuorumState state) {
        if (state.voted().isPresent()) {
            ReplicaKey before = votes.put(state.epoch(), state.voted().get());
            if (before != null && before.id() != state.voted().get().id()) {
                throw new AssertionError("node " + id() + " votes in epoch " + state.epoch() + " for " + before
                        + " and " + state.voted().get());
            }
        }
        if (state.epoch() < disk.state.epoch()) {
            throw new AssertionError("node " + id() + " goes back to epoch " + state.epoch());
        }
        disk.state = state;
    }

    private Effects work(LogWork work) {
        Now now = now(nowMs);
        switch (work) {
            case LogWork.Append append -> disk.append(append);
            case LogWork.BeginEpoch begin -> disk.append(begin.first());
            case LogWork.Truncate truncate -> {
                disk.truncate(truncate.toOffset());
                if (disk.endOffset != truncate.toOffset()) {
                    throw new AssertionError("the cut at " + truncate.toOffset() + " lies within a batch");
                }
            }
            case LogWork.BeginDownload _ -> disk.beginDownload();
            case LogWork.WriteDownload write -> {
                disk.writeDownload(write.position(), write.bytes());
                if (write.last()) {
                    return get().installed(now, disk.install(write.id(), config.staticVoters()));
                }
            }
        }
        return get().workDone(now);
    }

    private void answer(Answer answer) {
        switch (answer) {
            case Answer.Ready ready -> reply(ready.token(), ready.message());
            case Answer.WithRecords with -> {
                ByteBuffer records = disk.read(with.fromOffset(), with.endOffset(), with.maxBytes());
                Replies.partition(with.message()).setRecords(new MemoryRecords(records));
                reply(with.token(), with.message());
            }
            case Answer.WithSnapshot with -> {
                var piece = with.message().topics().getFirst().partitions().getFirst();
                ByteBuffer bytes = disk.snapshots.get(with.id());
                if (bytes == null) {
                    piece.setErrorCode(ErrorCode.SNAPSHOT_NOT_FOUND.code());
                } else if (with.position() >= bytes.remaining()) {
                    piece.setErrorCode(ErrorCode.POSITION_OUT_OF_RANGE.code());
                } else {
                    int length = (int) Math.min(with.maxBytes(), bytes.remaining() - with.position());
                    piece.setSize(bytes.remaining())
                            .setUnalignedRecords(new MemoryRecords(bytes.slice((int) with.position(), length)));
                }
                reply(with.token(), with.message());
            }
            case Answer.Outcome outcome -> outcomes.add(outcome);
        }
    }

    private void reply(long token, ResponseMessage message) {
        Ask ask = asked.remove(token);
        if (ask == null) {
            answersToTools.add(message);
        } else {
            out.add(new Reply(id(), ask.from(), ask.incarnation(), ask.sent(), message));
        }
    }
}
