package io.odradek.group;

import io.odradek.base.TopicPartition;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.OffsetCommitRequest;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.odradek.protocol.message.OffsetCommitResponse;
import io.odradek.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.odradek.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** OffsetCommit: by members of a generation, or by consumers that assign partitions themselves. */
final class Committing {
    private static final int NO_GENERATION = -1;

    private final GroupSettings settings;
    private final Rebalance rebalance;

    Committing(GroupSettings settings, Rebalance rebalance) {
        this.settings = settings;
        this.rebalance = rebalance;
    }

    /** @param hasOffsets whether anything is committed for the group, which makes it one without members at the least */
    OffsetCommitResponse commit(
            Optional<ClassicGroup> group, boolean hasOffsets, OffsetCommitRequest body, Change change) {
        ErrorCode error = check(group, hasOffsets, body);
        if (error == ErrorCode.NONE) {
            group.flatMap(known -> known.member(body.memberId()))
                    .ifPresent(member -> rebalance.keepAlive(group.orElseThrow(), member, change));
        }
        OffsetCommitResponse response = new OffsetCommitResponse();
        for (OffsetCommitRequestTopic topic : body.topics()) {
            List<OffsetCommitResponsePartition> partitions = new ArrayList<>();
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                ErrorCode own = error == ErrorCode.NONE ? commit(body, topic, partition, change) : error;
                partitions.add(new OffsetCommitResponsePartition()
                        .setPartitionIndex(partition.partitionIndex())
                        .setErrorCode(own.code()));
            }
            response.topics()
                    .add(new OffsetCommitResponseTopic()
                            .setName(topic.name())
                            .setTopicId(topic.topicId())
                            .setPartitions(partitions));
        }
        return response;
    }

    private ErrorCode commit(
            OffsetCommitRequest body,
            OffsetCommitRequestTopic topic,
            OffsetCommitRequestPartition partition,
            Change change) {
        String metadata = partition.committedMetadata() == null ? "" : partition.committedMetadata();
        if (metadata.length() > settings.offsetMetadataMaxBytes()) {
            return ErrorCode.OFFSET_METADATA_TOO_LARGE;
        }
        long expires = body.retentionTimeMs() < 0 ? -1L : change.nowMs() + body.retentionTimeMs();
        CommittedOffset offset = new CommittedOffset(
                partition.committedOffset(),
                partition.committedLeaderEpoch(),
                metadata,
                change.nowMs(),
                expires,
                topic.topicId());
        TopicPartition key = new TopicPartition(topic.name(), partition.partitionIndex());
        change.record(OffsetStore.committed(body.groupId(), key, offset));
        return ErrorCode.NONE;
    }

    private static ErrorCode check(Optional<ClassicGroup> known, boolean hasOffsets, OffsetCommitRequest body) {
        boolean ofGeneration = body.generationIdOrMemberEpoch() > NO_GENERATION;
        boolean withoutMembers =
                known.map(group -> group.isIn(GroupPhase.EMPTY)).orElse(true);
        if (withoutMembers && !ofGeneration) {
            return ErrorCode.NONE;
        }
        if (known.isEmpty()) {
            return hasOffsets ? ErrorCode.UNKNOWN_MEMBER_ID : ErrorCode.ILLEGAL_GENERATION;
        }
        ClassicGroup group = known.get();
        boolean byMember = ofGeneration || !body.memberId().isEmpty() || body.groupInstanceId() != null;
        if (!byMember) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        ErrorCode error =
                Membership.check(group, body.memberId(), body.groupInstanceId(), body.generationIdOrMemberEpoch());
        if (error != ErrorCode.NONE) {
            return error;
        }
        // Members commit what they have read while others join again, but not between joining and their assignment.
        return group.isIn(GroupPhase.COMPLETING_REBALANCE) ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
    }
}
