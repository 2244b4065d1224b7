package io.odradek.group;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.odradek.protocol.message.DescribeGroupsResponse.DescribedGroupMember;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.odradek.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.odradek.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.odradek.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answers to those who only look. */
final class Describing {
    private static final long NO_OFFSET = -1L;
    private static final int NO_EPOCH = -1;

    /** From this version a group that is not there is an error, before it was shown as dead (KIP-1043). */
    private static final short NOT_FOUND_SINCE = 6;

    private Describing() {}

    static DescribedGroup describe(ClassicGroup group) {
        boolean stable = group.isIn(GroupPhase.STABLE);
        String protocol = stable ? group.protocol().orElse("") : "";
        return new DescribedGroup()
                .setGroupId(group.id())
                .setGroupState(group.phase().shown())
                .setProtocolType(group.protocolType().orElse(""))
                .setProtocolData(protocol)
                .setMembers(group.members().stream()
                        .map(member -> describe(member, stable, protocol))
                        .toList());
    }

    static DescribedGroup describeOffsetsOnly(String groupId) {
        return new DescribedGroup().setGroupId(groupId).setGroupState(GroupPhase.EMPTY.shown());
    }

    static DescribedGroup notFound(String groupId, short version) {
        DescribedGroup group = new DescribedGroup().setGroupId(groupId).setGroupState(GroupPhase.DEAD.shown());
        return version < NOT_FOUND_SINCE
                ? group
                : group.setErrorCode(ErrorCode.GROUP_ID_NOT_FOUND.code())
                        .setErrorMessage("Group " + groupId + " not found.");
    }

    static OffsetFetchResponseGroup offsets(OffsetStore store, OffsetFetchRequestGroup request) {
        OffsetFetchResponseGroup response = new OffsetFetchResponseGroup().setGroupId(request.groupId());
        if (request.topics() == null) {
            return response.setTopics(allOffsets(store.of(request.groupId())));
        }
        for (OffsetFetchRequestTopics topic : request.topics()) {
            List<OffsetFetchResponsePartitions> partitions = new ArrayList<>();
            for (int index : topic.partitionIndexes()) {
                Optional<CommittedOffset> offset = store.find(
                                request.groupId(), new TopicPartition(topic.name(), index))
                        .filter(found -> isOf(found, topic.topicId()));
                partitions.add(offset.map(found -> partition(index, found)).orElseGet(() -> uncommitted(index)));
            }
            response.topics()
                    .add(new OffsetFetchResponseTopics()
                            .setName(topic.name())
                            .setTopicId(topic.topicId())
                            .setPartitions(partitions));
        }
        return response;
    }

    /** Whether the offset was committed for the topic with the id, and not for an earlier one of its name. */
    private static boolean isOf(CommittedOffset offset, Uuid topicId) {
        return topicId.isZero() || offset.topicId().isZero() || topicId.equals(offset.topicId());
    }

    private record Topic(String name, Uuid id) {}

    private static List<OffsetFetchResponseTopics> allOffsets(Map<TopicPartition, CommittedOffset> offsets) {
        Map<Topic, OffsetFetchResponseTopics> topics = new LinkedHashMap<>();
        offsets.forEach((partition, offset) -> topics.computeIfAbsent(
                        new Topic(partition.topic(), offset.topicId()),
                        topic -> new OffsetFetchResponseTopics()
                                .setName(topic.name())
                                .setTopicId(topic.id()))
                .partitions()
                .add(partition(partition.partition(), offset)));
        return new ArrayList<>(topics.values());
    }

    private static OffsetFetchResponsePartitions partition(int index, CommittedOffset offset) {
        return new OffsetFetchResponsePartitions()
                .setPartitionIndex(index)
                .setCommittedOffset(offset.offset())
                .setCommittedLeaderEpoch(offset.leaderEpoch())
                .setMetadata(offset.metadata());
    }

    private static OffsetFetchResponsePartitions uncommitted(int index) {
        return new OffsetFetchResponsePartitions()
                .setPartitionIndex(index)
                .setCommittedOffset(NO_OFFSET)
                .setCommittedLeaderEpoch(NO_EPOCH)
                .setMetadata("");
    }

    private static DescribedGroupMember describe(ClassicMember member, boolean stable, String protocol) {
        DescribedGroupMember described = new DescribedGroupMember()
                .setMemberId(member.id())
                .setGroupInstanceId(member.instanceId())
                .setClientId(member.client().clientId())
                .setClientHost(member.client().clientHost());
        if (stable) {
            described
                    .setMemberMetadata(member.metadata(protocol).orElse(ByteBuffer.allocate(0)))
                    .setMemberAssignment(member.assignment());
        }
        return described;
    }
}
