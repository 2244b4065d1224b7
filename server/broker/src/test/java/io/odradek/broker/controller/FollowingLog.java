package io.odradek.broker.controller;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.quorum.LeaderAndEpoch;
import io.odradek.quorum.MetadataLog;
import io.odradek.quorum.NodeAddress;
import io.odradek.quorum.QuorumView;
import io.odradek.quorum.SnapshotSource;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The metadata log of a node that never leads: the test says who does, and what is committed. */
final class FollowingLog implements MetadataLog {
    private Optional<Listener> listener = Optional.empty();
    private LeaderAndEpoch leader = LeaderAndEpoch.NONE;
    private Optional<NodeAddress> address = Optional.empty();
    private long endOffset;

    void follow(int leaderId, String host) {
        leader = new LeaderAndEpoch(OptionalInt.of(leaderId), leader.epoch() + 1);
        address = Optional.of(new NodeAddress(host, 9093));
        listener.orElseThrow().leaderChanged(leader);
    }

    void loseLeader() {
        leader = new LeaderAndEpoch(OptionalInt.empty(), leader.epoch());
        address = Optional.empty();
        listener.orElseThrow().leaderChanged(leader);
    }

    void commit(ByteBuffer batch, long upTo) {
        endOffset = upTo;
        listener.orElseThrow().committed(0, leader.epoch(), batch);
    }

    @Override
    public void start(Listener started) {
        listener = Optional.of(started);
        started.caughtUp();
    }

    @Override
    public CompletionStage<Long> append(int epoch, ByteBuffer batch) {
        return CompletableFuture.failedStage(new ApiException(ErrorCode.NOT_CONTROLLER, "this node follows"));
    }

    @Override
    public CompletionStage<Void> snapshot(long upToOffset, SnapshotSource source) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void resign(int epoch) {}

    @Override
    public long endOffset() {
        return endOffset;
    }

    @Override
    public LeaderAndEpoch leader() {
        return leader;
    }

    @Override
    public Optional<NodeAddress> leaderAddress() {
        return address;
    }

    @Override
    public OptionalInt silentPredecessor() {
        return OptionalInt.empty();
    }

    @Override
    public QuorumView describe() {
        return new QuorumView(leader, endOffset, List.of(), List.of());
    }

    @Override
    public void close() {}
}
