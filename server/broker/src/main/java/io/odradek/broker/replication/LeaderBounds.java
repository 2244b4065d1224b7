package io.odradek.broker.replication;

import io.odradek.broker.partition.Partition;
import io.odradek.network.Peer;
import io.odradek.network.PeerRequest;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ListOffsetsRequest;
import io.odradek.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.odradek.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.odradek.protocol.message.ListOffsetsResponse;
import io.odradek.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks a leader where its log starts and ends (ListOffsets as a replica). Any thread. */
final class LeaderBounds {
    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final int MIN_VERSION = 4;
    private static final int MAX_VERSION = 9;

    private final FetcherSeams seams;

    LeaderBounds(FetcherSeams seams) {
        this.seams = seams;
    }

    /** Log start offset and log end offset of a leader. */
    record Bounds(long start, long end) {}

    /** Fails with a {@link io.odradek.network.PeerFailure} or an {@link ApiException}. */
    CompletionStage<Bounds> ask(Peer peer, Partition partition, int leaderEpoch) {
        return offset(peer, partition, leaderEpoch, EARLIEST)
                .thenCombine(offset(peer, partition, leaderEpoch, LATEST), Bounds::new);
    }

    private CompletionStage<Long> offset(Peer peer, Partition partition, int leaderEpoch, long timestamp) {
        ListOffsetsPartition asked = new ListOffsetsPartition()
                .setPartitionIndex(partition.topicPartition().partition())
                .setCurrentLeaderEpoch(leaderEpoch)
                .setTimestamp(timestamp);
        ListOffsetsRequest request = new ListOffsetsRequest()
                .setReplicaId(seams.self())
                .setTopics(List.of(new ListOffsetsTopic()
                        .setName(partition.topicPartition().topic())
                        .setPartitions(List.of(asked))));
        return seams.peers()
                .send(
                        peer,
                        PeerRequest.of(
                                request,
                                MIN_VERSION,
                                MAX_VERSION,
                                seams.settings().socketTimeoutMs()))
                .thenApply(response -> offset(response.as(ListOffsetsResponse.class)));
    }

    private static long offset(ListOffsetsResponse response) {
        ListOffsetsPartitionResponse answer =
                response.topics().getFirst().partitions().getFirst();
        ErrorCode error = ErrorCode.forCode(answer.errorCode());
        if (error != ErrorCode.NONE) {
            throw new ApiException(error);
        }
        return answer.offset();
    }
}
