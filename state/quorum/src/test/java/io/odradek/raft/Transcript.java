package io.odradek.raft;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.BeginQuorumEpochRequest;
import io.odradek.protocol.message.BeginQuorumEpochResponse;
import io.odradek.protocol.message.EndQuorumEpochRequest;
import io.odradek.protocol.message.EndQuorumEpochResponse;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchSnapshotRequest;
import io.odradek.protocol.message.FetchSnapshotResponse;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.protocol.message.VoteRequest;
import io.odradek.protocol.message.VoteResponse;
import io.odradek.raft.TestNode.Packet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the commands of a transcript and writes down what comes of them. */
final class Transcript {
    private static final String RULE = "----";

    private TestCluster cluster = new TestCluster();
    private final List<String> output = new ArrayList<>();

    /** The same lines, with what was found behind each command. */
    String replay(List<String> lines) {
        StringBuilder text = new StringBuilder();
        Iterator<String> rest = lines.iterator();
        while (rest.hasNext()) {
            String line = rest.next();
            text.append(line).append('\n');
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            output.clear();
            run(line.split(" "));
            while (rest.hasNext() && !rest.next().isBlank()) {
                // what was expected is written anew
            }
            if (!output.isEmpty()) {
                text.append(RULE).append('\n');
                output.forEach(found -> text.append(found).append('\n'));
            }
            if (rest.hasNext()) {
                text.append('\n');
            }
        }
        return text.toString();
    }

    private void run(String[] words) {
        int id = words.length > 1 && words[1].matches("\\d+") ? Integer.parseInt(words[1]) : 0;
        switch (words[0]) {
            case "static" -> {
                cluster = new TestCluster();
                for (int voter : ids(words)) {
                    RaftConfig config = Quorums.config(voter, Quorums.staticVoters(ids(words)));
                    cluster.add(new TestNode(config, new TestDisk(), new java.util.SplittableRandom(voter)));
                }
            }
            case "dynamic" -> cluster = TestCluster.ofDynamic(ids(words));
            case "observer" -> step(id, () -> cluster.addObserver(id, 1));
            case "start" -> step(id, () -> cluster.start(id));
            case "crash" -> cluster.crash(id);
            case "kill" -> cluster.kill(id);
            case "tick" ->
                // Only this node's clock moves.
                step(id, () -> cluster.run(id, node -> node.tick(node.nextTickMs)));
            case "deliver" -> deliver(id, Integer.parseInt(words[2]));
            case "lose" -> cluster.packets.remove(find(id, Integer.parseInt(words[2])));
            case "sync" -> step(id, () -> cluster.run(id, node -> node.sync(cluster.nowMs)));
            case "propose" -> step(id, () -> cluster.propose(id, words[2]));
            case "resign" -> step(id, () -> cluster.run(id, node -> node.resign(cluster.nowMs)));
            case "snapshot" ->
                step(id, () -> {
                    cluster.run(id, node -> node.snapshot(cluster.nowMs));
                    cluster.run(id, node -> node.deleteBelowSnapshot(cluster.nowMs));
                });
            case "add" ->
                step(id, () -> cluster.run(id, node -> node.ask(cluster.nowMs, add(Integer.parseInt(words[2])))));
            case "remove" ->
                step(id, () -> cluster.run(id, node -> node.ask(cluster.nowMs, remove(Integer.parseInt(words[2])))));
            case "upgrade" -> step(id, () -> cluster.run(id, node -> node.upgrade(cluster.nowMs, 1)));
            case "flow" -> cluster.settle();
            case "pass" -> cluster.pass(id);
            case "elect" -> cluster.awaitLeader();
            case "state" -> cluster.nodes.values().forEach(node -> output.add(describe(node)));
            default -> throw new IllegalArgumentException("unknown command " + words[0]);
        }
    }

    private static int[] ids(String[] words) {
        return java.util.stream.Stream.of(words)
                .skip(1)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private Packet find(int from, int to) {
        return cluster.packets.stream()
                .filter(packet -> packet.to() == to && from(packet) == from)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is under way from " + from + " to " + to + ": "
                        + cluster.packets.stream().map(Transcript::text).toList()));
    }

    private static int from(Packet packet) {
        return switch (packet) {
            case Packet.Ask ask -> ask.from();
            case Packet.Reply reply -> reply.from();
        };
    }

    private void deliver(int from, int to) {
        Packet packet = find(from, to);
        cluster.packets.remove(packet);
        step(to, () -> cluster.deliver(packet));
    }

    /** Writes down what a step of one node changes and sends. */
    private void step(int id, Runnable action) {
        String before = cluster.nodes.containsKey(id) && cluster.node(id).isUp() ? describe(cluster.node(id)) : "";
        QuorumState saved = cluster.nodes.containsKey(id) ? cluster.node(id).disk.state : QuorumState.INITIAL;
        List<Packet> earlier = new ArrayList<>(cluster.packets);
        int answered =
                cluster.nodes.containsKey(id) ? cluster.node(id).answersToTools.size() : 0;
        int told = cluster.nodes.containsKey(id) ? cluster.node(id).outcomes.size() : 0;
        action.run();
        TestNode node = cluster.node(id);
        if (!node.disk.state.equals(saved)) {
            output.add("save " + text(node.disk.state));
        }
        if (!describe(node).equals(before)) {
            output.add(describe(node));
        }
        cluster.packets.stream()
                .filter(packet -> earlier.stream().noneMatch(known -> known == packet))
                .forEach(packet -> output.add(text(packet)));
        node.answersToTools.stream().skip(answered).forEach(answer -> output.add("answer " + answer));
        node.outcomes.stream()
                .skip(told)
                .forEach(outcome -> output.add("outcome " + outcome.error() + " " + outcome.detail()));
    }

    private static String text(QuorumState state) {
        return "epoch " + state.epoch()
                + (state.leaderId().isPresent() ? " leader " + state.leaderId().getAsInt() : "")
                + state.voted().map(voted -> " voted " + voted.id()).orElse("") + " kraft.version "
                + state.kraftVersion();
    }

    static String describe(TestNode node) {
        if (!node.isUp()) {
            return "node " + node.id() + " is down";
        }
        RaftReplica replica = node.get();
        String log = node.disk.batches.stream()
                .map(batch -> batch.baseOffset() + "@" + batch.epoch() + ":" + batch.text())
                .collect(Collectors.joining(" "));
        return "node " + node.id() + ": " + replica.roleName() + " in epoch " + replica.epoch()
                + (replica.leaderId().isPresent()
                        ? ", leader " + replica.leaderId().getAsInt()
                        : "")
                + ", committed " + replica.highWatermark() + ", on disk " + node.disk.durableOffset + ", log ["
                + log + "]";
    }

    static String text(Packet packet) {
        return switch (packet) {
            case Packet.Ask ask -> ask.from() + " -> " + ask.to() + " " + request(ask.sent());
            case Packet.Reply reply -> reply.from() + " -> " + reply.to() + " " + response(reply.message());
        };
    }

    private static String request(Outbound sent) {
        return switch (sent.message()) {
            case VoteRequest vote -> {
                var asked = vote.topics().getFirst().partitions().getFirst();
                yield (asked.preVote() ? "PreVote" : "Vote") + " epoch " + asked.replicaEpoch() + " log "
                        + asked.lastOffset() + "@" + asked.lastOffsetEpoch();
            }
            case BeginQuorumEpochRequest begin ->
                "BeginQuorumEpoch epoch "
                        + begin.topics().getFirst().partitions().getFirst().leaderEpoch();
            case EndQuorumEpochRequest end ->
                "EndQuorumEpoch epoch "
                        + end.topics().getFirst().partitions().getFirst().leaderEpoch()
                        + " successors "
                        + end.topics().getFirst().partitions().getFirst().preferredSuccessors();
            case FetchRequest fetch -> {
                var asked = fetch.topics().getFirst().partitions().getFirst();
                yield "Fetch epoch " + asked.currentLeaderEpoch() + " from " + asked.fetchOffset() + "@"
                        + asked.lastFetchedEpoch() + " knows " + asked.highWatermark();
            }
            case FetchSnapshotRequest fetch -> {
                var asked = fetch.topics().getFirst().partitions().getFirst();
                yield "FetchSnapshot " + asked.snapshotId().endOffset() + "@"
                        + asked.snapshotId().epoch() + " from byte " + asked.position();
            }
            default -> sent.message().apiKey().toString();
        };
    }

    private static String response(io.odradek.protocol.ResponseMessage message) {
        return switch (message) {
            case VoteResponse vote -> {
                var said = vote.topics().getFirst().partitions().getFirst();
                yield (said.voteGranted() ? "granted" : "refused") + error(said.errorCode()) + " epoch "
                        + said.leaderEpoch();
            }
            case BeginQuorumEpochResponse begin ->
                "begun"
                        + error(begin.topics()
                                .getFirst()
                                .partitions()
                                .getFirst()
                                .errorCode());
            case EndQuorumEpochResponse end ->
                "ended" + error(end.topics().getFirst().partitions().getFirst().errorCode());
            case FetchResponse fetch -> fetched(Replies.partition(fetch));
            case FetchSnapshotResponse fetch -> {
                var said = fetch.topics().getFirst().partitions().getFirst();
                yield "snapshot bytes from " + said.position() + error(said.errorCode());
            }
            default -> message.apiKey() + " answered";
        };
    }

    private static String fetched(FetchResponse.PartitionData said) {
        StringBuilder text = new StringBuilder("fetched").append(error(said.errorCode()));
        text.append(" leader ").append(said.currentLeader().leaderId());
        text.append(" epoch ").append(said.currentLeader().leaderEpoch());
        if (said.divergingEpoch().epoch() >= 0) {
            text.append(" diverges at ")
                    .append(said.divergingEpoch().endOffset())
                    .append('@')
                    .append(said.divergingEpoch().epoch());
        }
        if (said.snapshotId().epoch() >= 0) {
            text.append(" use snapshot ")
                    .append(said.snapshotId().endOffset())
                    .append('@')
                    .append(said.snapshotId().epoch());
        }
        text.append(" committed ").append(said.highWatermark());
        if (said.records() instanceof MemoryRecords records && records.sizeInBytes() > 0) {
            text.append(" with records");
        }
        return text.toString();
    }

    private static String error(short code) {
        return code == 0 ? "" : " (" + ErrorCode.forCode(code) + ")";
    }

    private static AddRaftVoterRequest add(int id) {
        return new AddRaftVoterRequest()
                .setClusterId(Quorums.CLUSTER)
                .setTimeoutMs(1000)
                .setVoterId(id)
                .setVoterDirectoryId(Quorums.directory(id))
                .setListeners(List.of(new AddRaftVoterRequest.Listener()
                        .setName(TestNode.LISTENER)
                        .setHost("host" + id)
                        .setPort(9093)));
    }

    private static RemoveRaftVoterRequest remove(int id) {
        return new RemoveRaftVoterRequest()
                .setClusterId(Quorums.CLUSTER)
                .setVoterId(id)
                .setVoterDirectoryId(Quorums.directory(id));
    }
}
