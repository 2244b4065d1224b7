package io.odradek.testkit.broker;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DeleteGroupsRequest;
import io.odradek.protocol.message.DeleteGroupsResponse;
import io.odradek.protocol.message.DescribeGroupsRequest;
import io.odradek.protocol.message.DescribeGroupsResponse;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.HeartbeatResponse;
import io.odradek.protocol.message.JoinGroupRequest;
import io.odradek.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.odradek.protocol.message.JoinGroupResponse;
import io.odradek.protocol.message.LeaveGroupRequest;
import io.odradek.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.odradek.protocol.message.LeaveGroupResponse;
import io.odradek.protocol.message.ListGroupsRequest;
import io.odradek.protocol.message.ListGroupsResponse;
import io.odradek.protocol.message.ListGroupsResponse.ListedGroup;
import io.odradek.protocol.message.OffsetCommitRequest;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.odradek.protocol.message.OffsetCommitResponse;
import io.odradek.protocol.message.OffsetDeleteRequest;
import io.odradek.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.odradek.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.odradek.protocol.message.OffsetDeleteResponse;
import io.odradek.protocol.message.OffsetFetchRequest;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.odradek.protocol.message.OffsetFetchResponse;
import io.odradek.protocol.message.SyncGroupRequest;
import io.odradek.protocol.message.SyncGroupResponse;
import io.odradek.testkit.wire.WireClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends requests of groups and says in a word or two what came back. */
final class GroupRequests {
    private static final int BY_NAME = 9;

    private final WireClient client;

    GroupRequests(WireClient client) {
        this.client = client;
    }

    JoinGroupRequest joining(String group, String member) {
        return new JoinGroupRequest()
                .setGroupId(group)
                .setMemberId(member)
                .setSessionTimeoutMs(30_000)
                .setRebalanceTimeoutMs(30_000)
                .setProtocolType("consumer")
                .setProtocols(
                        List.of(new JoinGroupRequestProtocol().setName("range").setMetadata(ByteBuffer.allocate(0))));
    }

    JoinGroupResponse joined(JoinGroupRequest request, int version) {
        return client.ask(request, version, JoinGroupResponse.class);
    }

    String join(JoinGroupRequest request) {
        return name(joined(request, BY_NAME).errorCode());
    }

    String sync(String group, String member, int generation) {
        return name(client.ask(
                        new SyncGroupRequest()
                                .setGroupId(group)
                                .setMemberId(member)
                                .setGenerationId(generation)
                                .setProtocolType("consumer")
                                .setProtocolName("range"),
                        SyncGroupResponse.class)
                .errorCode());
    }

    String heartbeat(String group, String member, int generation) {
        return name(client.ask(
                        new HeartbeatRequest()
                                .setGroupId(group)
                                .setMemberId(member)
                                .setGenerationId(generation),
                        HeartbeatResponse.class)
                .errorCode());
    }

    String leave(String group, String member, int version) {
        LeaveGroupRequest request = new LeaveGroupRequest().setGroupId(group);
        if (version < 3) {
            request.setMemberId(member);
        } else {
            request.setMembers(List.of(new MemberIdentity().setMemberId(member)));
        }
        LeaveGroupResponse response = client.ask(request, version, LeaveGroupResponse.class);
        return name(response.errorCode())
                + response.members().stream()
                        .map(each -> " " + name(each.errorCode()))
                        .collect(Collectors.joining());
    }

    /** A commit of offset 5 for partitions of a topic that the request names or, from version 10, gives the id of. */
    static OffsetCommitRequest committing(String group, OffsetCommitRequestTopic topic, int... partitions) {
        List<OffsetCommitRequestPartition> all = new ArrayList<>();
        for (int partition : partitions) {
            all.add(new OffsetCommitRequestPartition()
                    .setPartitionIndex(partition)
                    .setCommittedOffset(5));
        }
        return new OffsetCommitRequest().setGroupId(group).setTopics(List.of(topic.setPartitions(all)));
    }

    static OffsetCommitRequest committing(String group, String topic, int... partitions) {
        return committing(group, new OffsetCommitRequestTopic().setName(topic), partitions);
    }

    String commit(OffsetCommitRequest request, int version) {
        return client.ask(request, version, OffsetCommitResponse.class).topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .sorted(Comparator.comparing(partition -> partition.partitionIndex()))
                .map(partition -> partition.partitionIndex() + " " + name(partition.errorCode()))
                .collect(Collectors.joining(", "));
    }

    /** What is committed for partitions of a topic; in version 7 there is one group, later several. */
    String fetch(String group, OffsetFetchRequestTopics topic, int version) {
        OffsetFetchRequest request = new OffsetFetchRequest();
        if (version < 8) {
            request.setGroupId(group)
                    .setTopics(List.of(new OffsetFetchRequestTopic()
                            .setName(topic.name())
                            .setPartitionIndexes(topic.partitionIndexes())));
            OffsetFetchResponse response = client.ask(request, version, OffsetFetchResponse.class);
            return name(response.errorCode())
                    + response.topics().stream()
                            .flatMap(each -> each.partitions().stream())
                            .map(each -> ", " + each.partitionIndex() + " " + name(each.errorCode()) + " at "
                                    + each.committedOffset())
                            .collect(Collectors.joining());
        }
        request.setGroups(
                List.of(new OffsetFetchRequestGroup().setGroupId(group).setTopics(List.of(topic))));
        return fetched(client.ask(request, version, OffsetFetchResponse.class));
    }

    /** As a member of a consumer group (KIP-848) asks. */
    String fetchAsMember(String group, String member, int epoch, OffsetFetchRequestTopics topic) {
        return fetched(client.ask(
                new OffsetFetchRequest()
                        .setGroups(List.of(new OffsetFetchRequestGroup()
                                .setGroupId(group)
                                .setMemberId(member)
                                .setMemberEpoch(epoch)
                                .setTopics(List.of(topic)))),
                BY_NAME,
                OffsetFetchResponse.class));
    }

    private static String fetched(OffsetFetchResponse response) {
        return response.groups().stream()
                .map(group -> name(group.errorCode())
                        + group.topics().stream()
                                .flatMap(each -> each.partitions().stream())
                                .map(each -> ", " + each.partitionIndex() + " " + name(each.errorCode()) + " at "
                                        + each.committedOffset())
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("; "));
    }

    /** OffsetDelete; without a topic the list of topics is empty. */
    String forget(String group, @Nullable String topic, int... partitions) {
        OffsetDeleteRequest request = new OffsetDeleteRequest().setGroupId(group);
        if (topic != null) {
            List<OffsetDeleteRequestPartition> all = new ArrayList<>();
            for (int partition : partitions) {
                all.add(new OffsetDeleteRequestPartition().setPartitionIndex(partition));
            }
            request.topics().add(new OffsetDeleteRequestTopic().setName(topic).setPartitions(all));
        }
        OffsetDeleteResponse response = client.ask(request, OffsetDeleteResponse.class);
        return name(response.errorCode())
                + response.topics().stream()
                        .flatMap(each -> each.partitions().stream())
                        .sorted(Comparator.comparing(each -> each.partitionIndex()))
                        .map(each -> ", " + each.partitionIndex() + " " + name(each.errorCode()))
                        .collect(Collectors.joining());
    }

    String describe(int version, String... groups) {
        return client
                .ask(new DescribeGroupsRequest().setGroups(List.of(groups)), version, DescribeGroupsResponse.class)
                .groups()
                .stream()
                .map(group -> name(group.errorCode()) + " " + group.groupState() + " " + group.errorMessage())
                .collect(Collectors.joining("; "));
    }

    String delete(String... groups) {
        return client
                .ask(new DeleteGroupsRequest().setGroupsNames(List.of(groups)), 2, DeleteGroupsResponse.class)
                .results()
                .stream()
                .map(group -> "'" + group.groupId() + "' " + name(group.errorCode()))
                .collect(Collectors.joining("; "));
    }

    String list(List<String> states, List<String> types) {
        ListGroupsResponse response = client.ask(
                new ListGroupsRequest().setStatesFilter(states).setTypesFilter(types), ListGroupsResponse.class);
        return name(response.errorCode())
                + response.groups().stream()
                        .map(ListedGroup::groupId)
                        .sorted()
                        .map(group -> " '" + group + "'")
                        .collect(Collectors.joining());
    }

    static String name(short error) {
        return ErrorCode.forCode(error).name();
    }
}
