package io.odradek.raft;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BeginQuorumEpochRequest;
import io.odradek.protocol.message.BeginQuorumEpochResponse;
import io.odradek.protocol.message.EndQuorumEpochRequest;
import io.odradek.protocol.message.EndQuorumEpochResponse;
import io.odradek.raft.Endpoints.Endpoint;
import io.odradek.raft.Lanes.Lane;
import io.odradek.raft.Role.Follower;
import io.odradek.raft.Role.Prospective;
import io.odradek.raft.Role.Unattached;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Learning of leaders and their ends, and pulling from them (KIP-595, KIP-630). */
final class Following {
    private final Core core;

    Following(Core core) {
        this.core = core;
    }

    // --- What leaders say

    /** Makes a follower even of one that is not meant: the leader is the leader. */
    void begin(Inbound inbound, BeginQuorumEpochRequest request) {
        core.answer(inbound.token(), decide(inbound.listener(), request));
    }

    private BeginQuorumEpochResponse decide(String listener, BeginQuorumEpochRequest request) {
        if (!Checks.isOurCluster(core, request.clusterId())) {
            return Replies.beginError(ErrorCode.INCONSISTENT_CLUSTER_ID);
        }
        List<BeginQuorumEpochRequest.PartitionData> partitions = request.topics().stream()
                .filter(topic -> topic.topicName().equals(Replies.TOPIC))
                .flatMap(topic -> topic.partitions().stream())
                .toList();
        if (request.topics().size() != 1
                || partitions.size() != 1
                || partitions.getFirst().partitionIndex() != 0) {
            return Replies.beginError(ErrorCode.INVALID_REQUEST);
        }
        BeginQuorumEpochRequest.PartitionData said = partitions.getFirst();
        if (said.leaderId() < 0 || said.leaderId() == core.selfId() || said.leaderEpoch() < 0) {
            return Replies.begin(core, listener, ErrorCode.INVALID_REQUEST);
        }
        if (said.leaderEpoch() < core.epoch() || isOtherLeader(said.leaderId(), said.leaderEpoch())) {
            return Replies.begin(core, listener, ErrorCode.FENCED_LEADER_EPOCH);
        }
        Endpoints endpoints = new Endpoints(request.leaderEndpoints().stream()
                .map(at -> new Endpoint(at.name(), at.host(), at.port()))
                .toList());
        learn(said.leaderId(), said.leaderEpoch(), endpoints);
        boolean meant = Checks.isMeant(core, request.voterId(), said.voterDirectoryId());
        return Replies.begin(core, listener, meant ? ErrorCode.NONE : ErrorCode.INVALID_VOTER_KEY);
    }

    /** There cannot be two leaders in an epoch: it must be a node with another's id, and is not believed. */
    private boolean isOtherLeader(int leaderId, int epoch) {
        OptionalInt known = core.role().leaderId();
        return epoch == core.epoch() && known.isPresent() && known.getAsInt() != leaderId;
    }

    private void learn(int leaderId, int epoch, Endpoints told) {
        Endpoints endpoints = told.isEmpty()
                ? core.log.voters().find(leaderId).map(Voter::endpoints).orElse(Endpoints.NONE)
                : told;
        boolean learned = core.learn(OptionalInt.of(leaderId), epoch, endpoints);
        if (!learned
                && epoch == core.epoch()
                && core.role() instanceof Prospective prospective
                && !prospective.leaderEndpoints().isEmpty()
                && prospective.leaderId().equals(OptionalInt.of(leaderId))) {
            core.becomeFollower(epoch, leaderId, prospective.leaderEndpoints()); // it is alive after all
        }
    }

    void end(Inbound inbound, EndQuorumEpochRequest request) {
        core.answer(inbound.token(), decide(inbound.listener(), request));
    }

    private EndQuorumEpochResponse decide(String listener, EndQuorumEpochRequest request) {
        if (!Checks.isOurCluster(core, request.clusterId())) {
            return Replies.endError(ErrorCode.INCONSISTENT_CLUSTER_ID);
        }
        List<EndQuorumEpochRequest.PartitionData> partitions = request.topics().stream()
                .filter(topic -> topic.topicName().equals(Replies.TOPIC))
                .flatMap(topic -> topic.partitions().stream())
                .toList();
        if (request.topics().size() != 1
                || partitions.size() != 1
                || partitions.getFirst().partitionIndex() != 0) {
            return Replies.endError(ErrorCode.INVALID_REQUEST);
        }
        EndQuorumEpochRequest.PartitionData said = partitions.getFirst();
        if (said.leaderId() < 0 || said.leaderId() == core.selfId() || said.leaderEpoch() < 0) {
            return Replies.end(core, listener, ErrorCode.INVALID_REQUEST);
        }
        if (said.leaderEpoch() < core.epoch() || isOtherLeader(said.leaderId(), said.leaderEpoch())) {
            return Replies.end(core, listener, ErrorCode.FENCED_LEADER_EPOCH);
        }
        Endpoints endpoints = new Endpoints(request.leaderEndpoints().stream()
                .map(at -> new Endpoint(at.name(), at.host(), at.port()))
                .toList());
        learn(said.leaderId(), said.leaderEpoch(), endpoints);
        if (core.role() instanceof Follower follower && follower.leader() == said.leaderId()) {
            core.update(follower.endedAt(core.now() + patience(said)));
        }
        return Replies.end(core, listener, ErrorCode.NONE);
    }

    /** The most advanced stands at once, the others wait so long that it has probably won. */
    private long patience(EndQuorumEpochRequest.PartitionData said) {
        List<Integer> successors = said.preferredCandidates().isEmpty()
                ? said.preferredSuccessors()
                : said.preferredCandidates().stream()
                        .map(EndQuorumEpochRequest.ReplicaInfo::candidateId)
                        .toList();
        int position = successors.indexOf(core.selfId());
        long max = core.timing().electionBackoffMaxMs();
        if (position < 0) {
            return max;
        }
        if (position == 0) {
            return 0;
        }
        int steps = Math.min(successors.size() - 1, Integer.SIZE - 1);
        long step = max >> steps;
        return Math.min(max, step << Math.min(position - 1, Integer.SIZE - 1));
    }

    // --- Pulling

    /** Returns whether the role has changed. */
    boolean poll(Unattached role) {
        if (core.mayStand()) {
            if (core.now() >= role.electionDeadlineMs()) {
                core.becomeProspective();
                return true;
            }
            core.wakeAt(role.electionDeadlineMs());
        }
        if (!core.lanes.isUnderWay(Lane.FETCH) && !waitsForDisk()) {
            anyBootstrapServer().ifPresent(server -> core.send(server, Lane.FETCH, Requests.fetch(core)));
        }
        return false;
    }

    /** Returns whether the role has changed. */
    boolean poll(Follower role) {
        if (core.mayStand()) {
            if (core.now() >= role.fetchDeadlineMs() && !waitsForDisk()) {
                if (role.hasFetched()) {
                    core.silentLeader = OptionalInt.of(role.leader());
                }
                core.becomeProspective();
                return true;
            }
            if (core.now() < role.fetchDeadlineMs()) {
                core.wakeAt(role.fetchDeadlineMs());
            }
        }
        if (core.lanes.isUnderWay(Lane.FETCH) || waitsForDisk()) {
            return false;
        }
        Optional<Destination> leader = role.leaderEndpoints()
                .at(core.config.listener())
                .map(at -> new Destination(role.leader(), at.host(), at.port()));
        if (role.download().isPresent()) {
            leader.ifPresent(to -> core.send(
                    to, Lane.FETCH, Requests.snapshot(core, role.download().get())));
        } else if (leader.isPresent() && core.lanes.isReady(role.leader(), Lane.FETCH)) {
            core.send(leader.get(), Lane.FETCH, Requests.fetch(core));
        } else {
            anyBootstrapServer().ifPresent(server -> core.send(server, Lane.FETCH, Requests.fetch(core)));
        }
        return false;
    }

    /**
     * The connection to a peer broke or was refused. If that is the leader, this replica asks the others whether they see it any
     * more, which cannot disturb a leader that lives; once, as it may be the way there that is bad. Before it does, it has the time
     * to connect again and be answered.
     */
    void disconnected(int peer) {
        if (core.isVoter()
                && core.role() instanceof Follower follower
                && follower.leader() == peer
                && follower.hasFetched()) {
            core.silentLeader = OptionalInt.of(peer);
            long suspectedMs = core.now() + 2L * core.timing().retryBackoffMs() + core.turnMs(peer);
            core.update(follower.endedAt(Math.min(follower.fetchDeadlineMs(), suspectedMs)));
        }
    }

    /** The log is on disk, and so the leader is asked again: the time that the disk took is not its fault. */
    void durable() {
        if (core.role() instanceof Follower follower && follower.hasFetched() && !waitsForDisk()) {
            core.update(follower.waitsUntil(core.fetchDeadline(follower.leader())));
        }
    }

    /** What is asked for next tells the leader what is on this disk, if this replica votes or may come to (KAFKA-17332). */
    private boolean waitsForDisk() {
        return core.outstanding.isPresent()
                || (core.config.mayVote() && core.log.durableOffset() < core.log.endOffset());
    }

    /** The configuration may be older than the voters in the log, and the log than the configuration. */
    private Optional<Destination> anyBootstrapServer() {
        List<Destination> ready = new ArrayList<>(core.config.bootstrapServers());
        if (core.log.history().namesVoters()) {
            for (Voter voter : core.log.voters().voters()) {
                if (voter.id() != core.selfId()) {
                    core.destination(voter).ifPresent(ready::add);
                }
            }
        }
        ready.removeIf(server -> !core.lanes.isReady(server.id(), Lane.FETCH));
        return ready.isEmpty() ? Optional.empty() : Optional.of(ready.get(core.chance(ready.size())));
    }
}
