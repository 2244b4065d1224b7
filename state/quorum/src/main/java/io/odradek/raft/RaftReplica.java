package io.odradek.raft;

import io.odradek.base.Invariants;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.AddRaftVoterResponse;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.BeginQuorumEpochRequest;
import io.odradek.protocol.message.BeginQuorumEpochResponse;
import io.odradek.protocol.message.DescribeQuorumRequest;
import io.odradek.protocol.message.EndQuorumEpochRequest;
import io.odradek.protocol.message.EndQuorumEpochResponse;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchSnapshotRequest;
import io.odradek.protocol.message.FetchSnapshotResponse;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.protocol.message.RemoveRaftVoterResponse;
import io.odradek.protocol.message.UpdateRaftVoterRequest;
import io.odradek.protocol.message.UpdateRaftVoterResponse;
import io.odradek.protocol.message.VoteRequest;
import io.odradek.protocol.message.VoteResponse;
import io.odradek.raft.Core.Proposal;
import io.odradek.raft.Core.Purpose;
import io.odradek.raft.Lanes.Lane;
import io.odradek.raft.RecoveredLog.Snapshots;
import io.odradek.raft.Role.Candidate;
import io.odradek.raft.Role.Follower;
import io.odradek.raft.Role.Leading;
import io.odradek.raft.Role.Prospective;
import io.odradek.raft.Role.Resigned;
import io.odradek.raft.Role.Unattached;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * One replica of the metadata quorum (KRaft: KIP-595, 630, 853, 996, 1166, 1186) without any effect of its own: time, requests,
 * responses and finished disk writes go in, and each step returns what is to be done, in which order. It never sees a record but
 * those about voters.
 *
 * <p>After a step with {@link LogWork} the next call is {@link #workDone}, {@link #installed} or {@link #workFailed}. One thread at a
 * time; the same calls with the same chance give the same effects.
 */
public final class RaftReplica {
    private final Core core;
    private final Elections elections;
    private final Leadership leadership;
    private final FetchService fetches;
    private final Following following;
    private final Pulled pulled;
    private final VoterChanges changes;
    private final VoterUpdates updates;
    private final QuorumDescription description;

    /**
     * @param recovered what is on the disk
     * @param state what the file quorum-state says, {@link QuorumState#INITIAL} if there is none
     * @param random for timeouts and the choice of bootstrap servers
     */
    public RaftReplica(RaftConfig config, RecoveredLog recovered, QuorumState state, RandomGenerator random) {
        this(new Core(config, recovered, state, random));
    }

    private RaftReplica(Core core) {
        this.core = core;
        elections = new Elections(core);
        leadership = new Leadership(core);
        fetches = new FetchService(core, leadership);
        following = new Following(core);
        pulled = new Pulled(core);
        changes = new VoterChanges(core, leadership);
        updates = new VoterUpdates(core, leadership);
        description = new QuorumDescription(core);
    }

    /** A replica in the same state, for exploring what may come next; chance is shared. */
    RaftReplica copy() {
        return new RaftReplica(core.copy());
    }

    // --- Time and commands

    /** Called once, before anything else. */
    public Effects start(Now now) {
        core.begin(now);
        QuorumState state = core.saved();
        int lastEpoch = core.log.lastEpoch();
        boolean led = state.leaderId().equals(OptionalInt.of(core.selfId()));
        if (state.epoch() < lastEpoch) {
            core.becomeUnattached(lastEpoch, OptionalInt.empty());
        } else if (core.log.voters().isSole(core.config.self()) && core.config.mayVote()) {
            core.becomeProspective(); // nobody else can have been elected, and nobody else can object
        } else if (led) {
            core.becomeResigned();
        } else if (core.isVoter()
                && state.voted()
                        .filter(voted -> voted.matches(core.config.self()))
                        .isPresent()) {
            core.resumeCandidate();
        } else {
            core.resume(state.leaderId());
        }
        if (core.log.voters().isSole(core.config.self())
                && core.config.mayVote()
                && core.role() instanceof Unattached) {
            core.becomeProspective();
        }
        return end();
    }

    /** Something may be due. */
    public Effects tick(Now now) {
        core.begin(now);
        return end();
    }

    /**
     * Appends batches of the leader's own, which follow each other from offset 0; offset and epoch are written into them.
     *
     * @param epoch that this node {@link #leads}
     */
    public Effects append(Now now, int epoch, ByteBuffer batches) {
        core.begin(now);
        Optional<LeaderState> state = Leadership.leading(core, epoch);
        Invariants.check(state.isPresent(), "only the leader of an epoch appends in it", epoch);
        state.ifPresent(leader -> leadership.append(leader, batches));
        return end();
    }

    /** Raises kraft.version; an {@link Answer.Outcome} tells when it is committed, or why it is not. */
    public Effects upgrade(Now now, long token, int level) {
        core.begin(now);
        changes.upgrade(token, level);
        return end();
    }

    /** Gives up leading the epoch, if this node leads it. */
    public Effects resign(Now now, int epoch) {
        core.begin(now);
        Leadership.leading(core, epoch).ifPresent(core::resign);
        return end();
    }

    /** The node goes down: it stops leading and stands for no election; {@link #mayStop} says when others have taken over. */
    public Effects stop(Now now) {
        core.begin(now);
        core.isStopping = true;
        if (core.role() instanceof Leading leading && !core.log.voters().isSole(core.config.self())) {
            core.resign(leading.state());
        }
        return end();
    }

    /** Whether nobody depends on this node any more. */
    public boolean mayStop() {
        OptionalInt leader = core.role().leaderId();
        return !core.isVoter()
                || core.log.voters().isSole(core.config.self())
                || (leader.isPresent() && leader.getAsInt() != core.selfId());
    }

    // --- Messages

    /** A request has come in. Its answer may come with a later step. */
    public Effects receive(Now now, Inbound inbound) {
        core.begin(now);
        switch (inbound.message()) {
            case VoteRequest request -> elections.vote(inbound, request);
            case BeginQuorumEpochRequest request -> following.begin(inbound, request);
            case EndQuorumEpochRequest request -> following.end(inbound, request);
            case FetchRequest request -> fetches.fetch(inbound, request);
            case FetchSnapshotRequest request -> fetches.fetchSnapshot(inbound, request);
            case AddRaftVoterRequest request -> changes.add(inbound, request);
            case RemoveRaftVoterRequest request -> changes.remove(inbound, request);
            case UpdateRaftVoterRequest request -> updates.update(inbound, request);
            case DescribeQuorumRequest request -> description.describe(inbound, request);
            default ->
                throw new IllegalArgumentException(
                        "no request of the quorum: " + inbound.message().apiKey());
        }
        return end();
    }

    /** The response to a request of this replica; ignored if it comes too late. Record batches in it must outlive the log work. */
    public Effects answered(Now now, Outbound sent, ResponseMessage response) {
        core.begin(now);
        core.lanes.answered(sent.correlationId()).ifPresent(from -> {
            switch (response) {
                case VoteResponse vote -> elections.voted(from, (VoteRequest) sent.message(), vote);
                case BeginQuorumEpochResponse begun -> leadership.begun(from, begun);
                case EndQuorumEpochResponse ended -> leadership.ended(from, ended);
                case FetchResponse fetched -> pulled.fetched(from, fetched);
                case FetchSnapshotResponse fetched -> pulled.snapshotFetched(from, fetched);
                case UpdateRaftVoterResponse updated -> updates.updated(from, updated);
                case ApiVersionsResponse versions -> changes.apiVersions(from, versions);
                case AddRaftVoterResponse _, RemoveRaftVoterResponse _ -> {
                    // whether it worked is seen in the log
                }
                default -> throw new IllegalArgumentException("no response of the quorum: " + response.apiKey());
            }
        });
        return end();
    }

    /** There will be no response: the time is up, or the peer knows no version of the request. */
    public Effects failed(Now now, Outbound sent) {
        core.begin(now);
        core.lanes.failed(sent.correlationId(), core.now()).ifPresent(changes::unreachable);
        return end();
    }

    /** As {@link #failed}, because the connection broke or was refused: the peer's process is probably gone. */
    public Effects disconnected(Now now, Outbound sent) {
        core.begin(now);
        core.lanes.failed(sent.correlationId(), core.now()).ifPresent(peer -> {
            changes.unreachable(peer);
            following.disconnected(peer);
        });
        return end();
    }

    // --- The disk

    /** The log work of the last step is done. */
    public Effects workDone(Now now) {
        core.begin(now);
        LogWork work = takeWork();
        core.proposal.ifPresent(this::appended);
        core.proposal = Optional.empty();
        Invariants.check(
                !(work instanceof LogWork.WriteDownload write && write.last()),
                "a snapshot is installed, not done",
                work);
        return end();
    }

    private void appended(Proposal proposal) {
        core.log.appended(proposal.endOffset(), proposal.epochs(), proposal.voters());
        if (proposal.purpose() == Purpose.FETCHED) {
            core.log.raiseHighWatermark(proposal.highWatermark());
        } else if (core.role() instanceof Leading leading) {
            leadership.appended(leading.state(), proposal.purpose());
            if (proposal.purpose() == Purpose.VOTERS) {
                changes.appended(leading.state());
            }
        }
    }

    /** The snapshot that was got from the leader has taken the place of the log; these are its voters. */
    public Effects installed(Now now, VoterHistory voters) {
        core.begin(now);
        if (takeWork() instanceof LogWork.WriteDownload write) {
            pulled.installed(write.id(), voters);
        }
        return end();
    }

    /** The log work of the last step was not done, and the log is as it was before. */
    public Effects workFailed(Now now) {
        core.begin(now);
        takeWork();
        pulled.giveUpDownload();
        core.role().leaderId().ifPresent(leader -> core.lanes.rest(leader, Lane.FETCH, core.now()));
        Optional<Purpose> purpose = core.proposal.map(Proposal::purpose);
        core.proposal = Optional.empty();
        core.log.notAppended();
        if (core.role() instanceof Leading leading) {
            if (purpose.equals(Optional.of(Purpose.FIRST_OF_EPOCH))) {
                core.resign(leading.state());
            } else if (purpose.equals(Optional.of(Purpose.VOTERS))) {
                changes.notAppended(leading.state());
            }
        }
        return end();
    }

    private LogWork takeWork() {
        LogWork work = core.outstanding.orElseThrow(() -> new IllegalStateException("no log work was asked for"));
        core.outstanding = Optional.empty();
        return work;
    }

    /** Everything below the offset is on disk. */
    public Effects durable(Now now, long offset) {
        core.begin(now);
        boolean waited = core.log.durableOffset() < core.log.endOffset();
        core.log.durable(offset);
        if (core.role() instanceof Leading leading) {
            leadership.raiseHighWatermark(leading.state());
        } else if (waited) {
            following.durable();
        }
        return end();
    }

    /** Snapshots were written or deleted; the log begins at {@code startOffset} now. */
    public Effects snapshotsAre(Now now, Snapshots snapshots, long startOffset) {
        core.begin(now);
        core.log.snapshotsAre(snapshots, startOffset);
        return end();
    }

    // --- The step's end

    /** Does what is due, until nothing more is. */
    private Effects end() {
        core.lanes.expire(core.now());
        while (poll()) {
            // the new role may have something to do at once
        }
        if (core.isVoter() && core.log.history().votersOffset() < core.log.highWatermark()) {
            core.hasBeenVoter = true;
        }
        return core.effects();
    }

    private boolean poll() {
        return switch (core.role()) {
            case Unattached role -> following.poll(role);
            case Prospective role -> elections.poll(role);
            case Candidate role -> {
                boolean again = elections.poll(role);
                if (again && core.role() instanceof Candidate winner) {
                    leadership.begin(winner);
                }
                yield again;
            }
            case Follower role -> {
                boolean again = following.poll(role);
                if (!again && core.role() instanceof Follower same) {
                    updates.poll(same);
                }
                yield again;
            }
            case Leading role -> leadership.poll(role.state()) || changes.poll(role.state());
            case Resigned role -> leadership.poll(role);
        };
    }

    // --- What it knows

    public int epoch() {
        return core.epoch();
    }

    /** The leader of the epoch, as far as it is known. */
    public OptionalInt leaderId() {
        return core.role() instanceof Resigned
                ? OptionalInt.empty()
                : core.role().leaderId();
    }

    /** While this node leads: the leader before it, if that fell silent and did not announce its end. */
    public OptionalInt silentPredecessor() {
        return core.role() instanceof Leading ? core.silentLeader : OptionalInt.empty();
    }

    /** Where the leader is reached by other nodes. */
    public Endpoints leaderEndpoints() {
        return core.role().leaderEndpoints();
    }

    /** Whether this node leads the epoch and may append. */
    public boolean leads(int epoch) {
        return Leadership.leading(core, epoch).isPresent();
    }

    /** The epoch that this node leads and in which a record of its own is committed, so that it knows all that is. */
    public OptionalInt establishedEpoch() {
        return core.role() instanceof Leading leading && leading.state().established
                ? OptionalInt.of(leading.epoch())
                : OptionalInt.empty();
    }

    /** Everything below is committed. */
    public long highWatermark() {
        return core.log.highWatermark();
    }

    /** How much is committed in the whole quorum, once that is known: perhaps more than this log holds yet. */
    public OptionalLong knownCommitted() {
        return core.log.knownCommitted();
    }

    public long logStartOffset() {
        return core.log.startOffset();
    }

    public long logEndOffset() {
        return core.log.endOffset();
    }

    /** The voters in force, committed or not. */
    public VoterSet voters() {
        return core.log.voters();
    }

    /** All that the log says about voters and kraft.version. */
    public VoterHistory voterHistory() {
        return core.log.history();
    }

    /** The id of a snapshot that stands for everything below the offset, which is at most the high watermark. */
    public SnapshotId snapshotAt(long offset) {
        return core.log.snapshotAt(offset);
    }

    /**
     * How far a replica has come, as its leader sees it.
     *
     * @param logEndOffset −1 if it is not known
     * @param silentMs since its last fetch, −1 if there was none
     * @param behindMs since it had all that the leader had, −1 if it never had
     */
    public record ReplicaProgress(ReplicaKey key, long logEndOffset, long silentMs, long behindMs) {}

    /** The voters; of others than itself only a leader knows how far they have come. */
    public List<ReplicaProgress> voterProgress() {
        return description.voters();
    }

    /** Those that only follow, as far as a leader has heard of them lately. */
    public List<ReplicaProgress> observerProgress() {
        return description.observers();
    }

    /** The role's name, for metrics and logs: unattached, prospective, candidate, follower, leader, resigned. */
    public String roleName() {
        return switch (core.role()) {
            case Unattached _ -> "unattached";
            case Prospective _ -> "prospective";
            case Candidate _ -> "candidate";
            case Follower _ -> "follower";
            case Leading _ -> "leader";
            case Resigned _ -> "resigned";
        };
    }

    Core core() {
        return core;
    }
}
