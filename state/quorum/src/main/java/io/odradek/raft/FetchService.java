package io.odradek.raft;

import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchSnapshotRequest;
import io.odradek.raft.LeaderState.ParkedFetch;
import io.odradek.raft.ReplicaLog.Validation;
import io.odradek.raft.Role.Leading;
import java.util.List;

/** What a leader gives to those who pull its log (KIP-595), its snapshots (KIP-630) and its high watermark (KIP-1166). */
final class FetchService {
    private final Core core;
    private final Leadership leadership;

    FetchService(Core core, Leadership leadership) {
        this.core = core;
        this.leadership = leadership;
    }

    void fetch(Inbound inbound, FetchRequest request) {
        if (!Checks.isOurCluster(core, request.clusterId())) {
            core.answer(inbound.token(), Replies.fetchError(ErrorCode.INCONSISTENT_CLUSTER_ID));
            return;
        }
        List<FetchRequest.FetchTopic> topics = request.topics();
        if (topics.size() != 1
                || !isMetadata(topics.getFirst())
                || topics.getFirst().partitions().size() != 1
                || topics.getFirst().partitions().getFirst().partition() != 0) {
            core.answer(inbound.token(), Replies.fetchError(ErrorCode.INVALID_REQUEST));
            return;
        }
        FetchRequest.FetchPartition asked = topics.getFirst().partitions().getFirst();
        ErrorCode error = request.maxWaitMs() < 0
                        || asked.fetchOffset() < 0
                        || asked.lastFetchedEpoch() < 0
                        || asked.lastFetchedEpoch() > asked.currentLeaderEpoch()
                ? ErrorCode.INVALID_REQUEST
                : checkLeader(asked.currentLeaderEpoch());
        if (error == ErrorCode.NONE && core.role() instanceof Leading leading) {
            fetch(inbound, request, asked, leading.state());
        } else {
            core.answer(inbound.token(), Replies.fetch(core, inbound.listener(), error, -1L));
        }
    }

    private static boolean isMetadata(FetchRequest.FetchTopic topic) {
        return topic.topicId().equals(Replies.TOPIC_ID)
                || (topic.topicId().equals(Uuid.ZERO) && topic.topic().equals(Replies.TOPIC));
    }

    private ErrorCode checkLeader(int epoch) {
        if (epoch < core.epoch()) {
            return ErrorCode.FENCED_LEADER_EPOCH;
        }
        if (epoch > core.epoch()) {
            return ErrorCode.UNKNOWN_LEADER_EPOCH;
        }
        return core.role() instanceof Leading ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }

    private void fetch(Inbound inbound, FetchRequest request, FetchRequest.FetchPartition asked, LeaderState state) {
        switch (core.log.validate(asked.fetchOffset(), asked.lastFetchedEpoch())) {
            case Validation.Diverging(EpochHistory.End end) -> {
                FetchResponse response =
                        Replies.fetch(core, inbound.listener(), ErrorCode.NONE, leadership.highWatermark(state));
                Replies.partition(response)
                        .setDivergingEpoch(new FetchResponse.EpochEndOffset()
                                .setEpoch(end.epoch())
                                .setEndOffset(end.offset()));
                core.answer(inbound.token(), response);
            }
            case Validation.FromSnapshot(SnapshotId id) -> {
                FetchResponse response =
                        Replies.fetch(core, inbound.listener(), ErrorCode.NONE, leadership.highWatermark(state));
                Replies.partition(response)
                        .setSnapshotId(new FetchResponse.SnapshotId()
                                .setEndOffset(id.endOffset())
                                .setEpoch(id.epoch()));
                core.answer(inbound.token(), response);
            }
            case Validation.Valid() -> {
                int id = Math.max(request.replicaState().replicaId(), request.replicaId());
                progress(state, id, asked);
                serve(inbound, request, asked, state);
            }
        }
    }

    /** What a replica has fetched up to, it has on its disk. */
    private void progress(LeaderState state, int id, FetchRequest.FetchPartition asked) {
        if (id < 0 || id == core.selfId()) {
            return;
        }
        ReplicaKey key = new ReplicaKey(id, asked.replicaDirectoryId());
        long end = core.log.endOffset();
        if (core.log.voters().contains(key)) {
            Progress before = state.voters.getOrDefault(id, Progress.NONE);
            state.voters.put(id, before.fetched(asked.fetchOffset(), end, core.now()));
            leadership.heard(state, id);
            leadership.raiseHighWatermark(state);
        } else {
            Progress before = state.observers.getOrDefault(key, Progress.NONE);
            state.observers.put(key, before.fetched(asked.fetchOffset(), end, core.now()));
        }
    }

    private void serve(Inbound inbound, FetchRequest request, FetchRequest.FetchPartition asked, LeaderState state) {
        int maxBytes = Math.max(
                0, Math.min(Math.min(request.maxBytes(), asked.partitionMaxBytes()), core.config.fetchMaxBytes()));
        ParkedFetch fetch = new ParkedFetch(
                inbound.token(), inbound.listener(), asked.fetchOffset(), maxBytes, core.now() + request.maxWaitMs());
        boolean hasNews =
                asked.fetchOffset() < core.log.endOffset() || asked.highWatermark() < leadership.highWatermark(state);
        if (hasNews || request.maxWaitMs() == 0) {
            leadership.answerWithRecords(state, fetch);
        } else {
            state.parked.add(fetch);
        }
    }

    void fetchSnapshot(Inbound inbound, FetchSnapshotRequest request) {
        if (!Checks.isOurCluster(core, request.clusterId())) {
            core.answer(inbound.token(), Replies.snapshotError(ErrorCode.INCONSISTENT_CLUSTER_ID));
            return;
        }
        List<FetchSnapshotRequest.TopicSnapshot> topics = request.topics();
        if (topics.size() != 1
                || !topics.getFirst().name().equals(Replies.TOPIC)
                || topics.getFirst().partitions().size() != 1
                || topics.getFirst().partitions().getFirst().partition() != 0) {
            core.answer(inbound.token(), Replies.snapshotError(ErrorCode.INVALID_REQUEST));
            return;
        }
        FetchSnapshotRequest.PartitionSnapshot asked =
                topics.getFirst().partitions().getFirst();
        SnapshotId id = new SnapshotId(
                asked.snapshotId().endOffset(), asked.snapshotId().epoch());
        ErrorCode error = checkSnapshot(asked, id);
        var response = Replies.snapshot(core, inbound.listener(), error, id, asked.position());
        if (error == ErrorCode.NONE && core.role() instanceof Leading leading) {
            ReplicaKey key = new ReplicaKey(request.replicaId(), asked.replicaDirectoryId());
            if (core.log.voters().contains(key)) {
                leadership.heard(leading.state(), key.id());
            }
            int maxBytes = Math.max(1, Math.min(request.maxBytes(), core.config.fetchMaxBytes()));
            core.answer(new Answer.WithSnapshot(inbound.token(), response, id, asked.position(), maxBytes));
        } else {
            core.answer(inbound.token(), response);
        }
    }

    private ErrorCode checkSnapshot(FetchSnapshotRequest.PartitionSnapshot asked, SnapshotId id) {
        ErrorCode error = checkLeader(asked.currentLeaderEpoch());
        if (error != ErrorCode.NONE) {
            return error;
        }
        if (id.equals(SnapshotId.BOOTSTRAP) || id.endOffset() < 0 || id.epoch() < 0) {
            return ErrorCode.SNAPSHOT_NOT_FOUND;
        }
        return asked.position() < 0 ? ErrorCode.POSITION_OUT_OF_RANGE : ErrorCode.NONE;
    }
}
