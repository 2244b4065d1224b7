package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.OffsetCommitRequest;
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
import io.odradek.testkit.wire.WireClient;
import java.util.List;

/** Committing offsets, reading them back and deleting them. */
final class CommittedOffsetCases {
    private static final int IDS_SINCE = 10;
    private static final int GROUPS_SINCE = 8;

    private CommittedOffsetCases() {}

    /** What is committed, or an error. */
    private record Committed(long offset, short error) {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.OFFSET_COMMIT, "commits without a group's members", (client, version, fixture) -> {
                    String group = fixture.fresh("group");
                    assertNone(commit(client, version, OffsetCommits.request(group, topic(version, fixture), 7)));
                }),
                fails(ApiKey.OFFSET_COMMIT, "refuses an unknown topic", (client, version, fixture) -> {
                    OffsetCommitRequestTopic topic = version >= IDS_SINCE
                            ? new OffsetCommitRequestTopic().setTopicId(Fixture.UNKNOWN_ID)
                            : new OffsetCommitRequestTopic().setName(Fixture.UNKNOWN_TOPIC);
                    assertError(
                            commit(client, version, OffsetCommits.request(fixture.fresh("group"), topic, 7)),
                            version >= IDS_SINCE ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                }),
                fails(ApiKey.OFFSET_COMMIT, "refuses another generation", (client, version, fixture) -> {
                    GroupMember member = GroupMember.stable(client, fixture.fresh("group"));
                    OffsetCommitRequest request = OffsetCommits.request(member.groupId(), topic(version, fixture), 7)
                            .setMemberId(member.memberId())
                            .setGenerationIdOrMemberEpoch(17);
                    assertError(commit(client, version, request), ErrorCode.ILLEGAL_GENERATION);
                }),
                succeeds(ApiKey.OFFSET_FETCH, "reads what was committed", (client, version, fixture) -> {
                    String group = fixture.fresh("group");
                    OffsetCommits.commit(client, group, Fixture.TOPIC, 7);
                    Committed committed = fetch(client, version, group, Fixture.TOPIC, fixture.topicId());
                    assertNone(committed.error());
                    assertThat(committed.offset()).isEqualTo(7);
                }),
                fails(ApiKey.OFFSET_FETCH, "finds nothing of an unknown topic", (client, version, fixture) -> {
                    String group = fixture.fresh("group");
                    OffsetCommits.commit(client, group, Fixture.TOPIC, 7);
                    Committed committed = fetch(client, version, group, Fixture.UNKNOWN_TOPIC, Fixture.UNKNOWN_ID);
                    assertThat(committed.offset()).isEqualTo(-1);
                    assertError(committed.error(), version >= IDS_SINCE ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.NONE);
                }),
                succeeds(ApiKey.OFFSET_FETCH, "reads all that was committed", (client, version, fixture) -> {
                    String group = fixture.fresh("group");
                    OffsetCommits.commit(client, group, Fixture.TOPIC, 7);
                    if (version >= 2) {
                        assertThat(topicsOf(client, version, group)).isEqualTo(1);
                    }
                }),
                succeeds(ApiKey.OFFSET_DELETE, "deletes an offset", (client, version, fixture) -> {
                    String group = fixture.fresh("group");
                    OffsetCommits.commit(client, group, Fixture.TOPIC, 7);
                    OffsetDeleteResponse response = delete(client, version, group, Fixture.TOPIC);
                    assertNone(response.errorCode());
                    assertNone(
                            response.topics().getFirst().partitions().getFirst().errorCode());
                    assertThat(fetch(client, (short) 9, group, Fixture.TOPIC, Uuid.ZERO)
                                    .offset())
                            .isEqualTo(-1);
                }),
                fails(
                        ApiKey.OFFSET_DELETE,
                        "says that a group is not there",
                        (client, version, _) -> assertError(
                                delete(client, version, "no-such-group", Fixture.TOPIC)
                                        .errorCode(),
                                ErrorCode.GROUP_ID_NOT_FOUND)));
    }

    private static OffsetCommitRequestTopic topic(short version, Fixture fixture) {
        return version >= IDS_SINCE
                ? new OffsetCommitRequestTopic().setTopicId(fixture.topicId())
                : new OffsetCommitRequestTopic().setName(Fixture.TOPIC);
    }

    private static short commit(WireClient client, short version, OffsetCommitRequest request) {
        return client.ask(request, version, OffsetCommitResponse.class)
                .topics()
                .getFirst()
                .partitions()
                .getFirst()
                .errorCode();
    }

    private static Committed fetch(WireClient client, short version, String group, String topic, Uuid id) {
        OffsetFetchRequest request = new OffsetFetchRequest();
        if (version < GROUPS_SINCE) {
            request.setGroupId(group)
                    .setTopics(
                            List.of(new OffsetFetchRequestTopic().setName(topic).setPartitionIndexes(List.of(0))));
            var partition = client.ask(request, version, OffsetFetchResponse.class)
                    .topics()
                    .getFirst()
                    .partitions()
                    .getFirst();
            return new Committed(partition.committedOffset(), partition.errorCode());
        }
        OffsetFetchRequestTopics asked = new OffsetFetchRequestTopics().setPartitionIndexes(List.of(0));
        request.setGroups(List.of(new OffsetFetchRequestGroup()
                .setGroupId(group)
                .setTopics(List.of(version >= IDS_SINCE ? asked.setTopicId(id) : asked.setName(topic)))));
        var partition = client.ask(request, version, OffsetFetchResponse.class)
                .groups()
                .getFirst()
                .topics()
                .getFirst()
                .partitions()
                .getFirst();
        return new Committed(partition.committedOffset(), partition.errorCode());
    }

    private static int topicsOf(WireClient client, short version, String group) {
        OffsetFetchRequest request = new OffsetFetchRequest();
        if (version < GROUPS_SINCE) {
            request.setGroupId(group).setTopics(null);
            return client.ask(request, version, OffsetFetchResponse.class)
                    .topics()
                    .size();
        }
        request.setGroups(
                List.of(new OffsetFetchRequestGroup().setGroupId(group).setTopics(null)));
        return client.ask(request, version, OffsetFetchResponse.class)
                .groups()
                .getFirst()
                .topics()
                .size();
    }

    private static OffsetDeleteResponse delete(WireClient client, short version, String group, String topic) {
        OffsetDeleteRequest request = new OffsetDeleteRequest()
                .setGroupId(group)
                .setTopics(List.of(new OffsetDeleteRequestTopic()
                        .setName(topic)
                        .setPartitions(List.of(new OffsetDeleteRequestPartition()))));
        return client.ask(request, version, OffsetDeleteResponse.class);
    }
}
