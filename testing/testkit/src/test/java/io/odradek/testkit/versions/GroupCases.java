package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DeleteGroupsRequest;
import io.odradek.protocol.message.DeleteGroupsResponse;
import io.odradek.protocol.message.DescribeGroupsRequest;
import io.odradek.protocol.message.DescribeGroupsResponse;
import io.odradek.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.odradek.protocol.message.ListGroupsRequest;
import io.odradek.protocol.message.ListGroupsResponse;
import io.odradek.testkit.wire.WireClient;
import java.util.List;

/** Listing, describing and deleting groups. */
final class GroupCases {
    private static final int STATES_SINCE = 4;
    private static final int NOT_FOUND_SINCE = 6;

    private GroupCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.LIST_GROUPS, "lists a group", (client, version, fixture) -> {
                    String group = fixture.fresh("group");
                    GroupMember.stable(client, group);
                    ListGroupsResponse response =
                            client.ask(new ListGroupsRequest(), version, ListGroupsResponse.class);
                    assertNone(response.errorCode());
                    assertThat(response.groups()).anySatisfy(listed -> {
                        assertThat(listed.groupId()).isEqualTo(group);
                        assertThat(listed.protocolType()).isEqualTo("consumer");
                        if (version >= STATES_SINCE) {
                            assertThat(listed.groupState()).isEqualTo("Stable");
                        }
                        if (version >= 5) {
                            assertThat(listed.groupType()).isEqualTo("classic");
                        }
                    });
                }),
                fails(ApiKey.LIST_GROUPS, "lists none in a state that no group has", (client, version, fixture) -> {
                    if (version >= STATES_SINCE) {
                        GroupMember.stable(client, fixture.fresh("group"));
                        ListGroupsRequest request = new ListGroupsRequest().setStatesFilter(List.of("NoSuchState"));
                        assertThat(client.ask(request, version, ListGroupsResponse.class)
                                        .groups())
                                .isEmpty();
                    }
                }),
                succeeds(ApiKey.DESCRIBE_GROUPS, "describes a group and its member", (client, version, fixture) -> {
                    GroupMember member = GroupMember.stable(client, fixture.fresh("group"));
                    DescribedGroup group = describe(client, version, member.groupId());
                    assertNone(group.errorCode());
                    assertThat(group.groupState()).isEqualTo("Stable");
                    assertThat(group.members()).singleElement().satisfies(described -> {
                        assertThat(described.memberId()).isEqualTo(member.memberId());
                        assertThat(described.clientHost()).isEqualTo("/127.0.0.1");
                    });
                }),
                fails(ApiKey.DESCRIBE_GROUPS, "says that a group is dead or not there", (client, version, _) -> {
                    DescribedGroup group = describe(client, version, "no-such-group");
                    assertError(
                            group.errorCode(),
                            version >= NOT_FOUND_SINCE ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.NONE);
                    assertThat(group.groupState()).isEqualTo("Dead");
                }),
                succeeds(ApiKey.DELETE_GROUPS, "deletes a group without members", (client, version, fixture) -> {
                    String group = fixture.fresh("group");
                    OffsetCommits.commit(client, group, Fixture.TOPIC, 4);
                    assertNone(delete(client, version, group));
                }),
                fails(
                        ApiKey.DELETE_GROUPS,
                        "refuses one that is not there or has members",
                        (client, version, fixture) -> {
                            assertError(delete(client, version, "no-such-group"), ErrorCode.GROUP_ID_NOT_FOUND);
                            GroupMember member = GroupMember.stable(client, fixture.fresh("group"));
                            assertError(delete(client, version, member.groupId()), ErrorCode.NON_EMPTY_GROUP);
                        }));
    }

    private static DescribedGroup describe(WireClient client, short version, String group) {
        return client.ask(new DescribeGroupsRequest().setGroups(List.of(group)), version, DescribeGroupsResponse.class)
                .groups()
                .getFirst();
    }

    private static short delete(WireClient client, short version, String group) {
        return client.ask(new DeleteGroupsRequest().setGroupsNames(List.of(group)), version, DeleteGroupsResponse.class)
                .results()
                .getFirst()
                .errorCode();
    }
}
