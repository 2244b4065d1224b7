package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.FindCoordinatorRequest;
import io.odradek.protocol.message.FindCoordinatorResponse;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.HeartbeatResponse;
import io.odradek.protocol.message.JoinGroupResponse;
import io.odradek.protocol.message.LeaveGroupRequest;
import io.odradek.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.odradek.protocol.message.LeaveGroupResponse;
import io.odradek.protocol.message.SyncGroupResponse;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.WireClient;
import java.util.List;

/** Joining a classic group, staying in it and leaving. */
final class MembershipCases {
    private static final int KEYS_SINCE = 4;
    private static final int MEMBERS_SINCE = 3;

    private MembershipCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.FIND_COORDINATOR, "finds the coordinator of a group", (client, version, fixture) -> {
                    FindCoordinatorResponse response = find(client, version, fixture.fresh("group"));
                    if (version >= KEYS_SINCE) {
                        assertNone(response.coordinators().getFirst().errorCode());
                        assertThat(response.coordinators().getFirst().port()).isPositive();
                    } else {
                        assertNone(response.errorCode());
                        assertThat(response.port()).isPositive();
                    }
                }),
                fails(ApiKey.FIND_COORDINATOR, "refuses an unknown kind of coordinator", (client, version, _) -> {
                    if (version >= 1) {
                        FindCoordinatorRequest request = new FindCoordinatorRequest().setKeyType((byte) 9);
                        FindCoordinatorResponse response = client.ask(
                                version >= KEYS_SINCE ? request.setCoordinatorKeys(List.of("x")) : request.setKey("x"),
                                version,
                                FindCoordinatorResponse.class);
                        assertError(
                                version >= KEYS_SINCE
                                        ? response.coordinators().getFirst().errorCode()
                                        : response.errorCode(),
                                ErrorCode.INVALID_REQUEST);
                    }
                }),
                succeeds(ApiKey.JOIN_GROUP, "lets a member in", (client, version, fixture) -> {
                    GroupMember member = GroupMember.join(client, version, fixture.fresh("group"));
                    assertThat(member.memberId()).isNotEmpty();
                    assertThat(member.generation()).isEqualTo(1);
                }),
                fails(ApiKey.JOIN_GROUP, "refuses a group without a name", (client, version, _) -> {
                    JoinGroupResponse response =
                            client.ask(GroupMember.request(version, ""), version, JoinGroupResponse.class);
                    assertError(response.errorCode(), ErrorCode.INVALID_GROUP_ID);
                }),
                succeeds(ApiKey.SYNC_GROUP, "hands out the assignment", (client, version, fixture) -> {
                    GroupMember member = GroupMember.join(client, 9, fixture.fresh("group"));
                    SyncGroupResponse response = member.sync(client, version);
                    assertNone(response.errorCode());
                    assertThat(response.assignment()).isEqualTo(Batches.utf8("assignment"));
                }),
                fails(ApiKey.SYNC_GROUP, "refuses an unknown member", (client, version, fixture) -> {
                    GroupMember.stable(client, fixture.fresh("group"));
                    GroupMember stranger = new GroupMember(fixture.fresh("group"), "stranger", 1);
                    assertError(stranger.sync(client, version).errorCode(), ErrorCode.UNKNOWN_MEMBER_ID);
                }),
                succeeds(ApiKey.HEARTBEAT, "keeps a member", (client, version, fixture) -> {
                    GroupMember member = GroupMember.stable(client, fixture.fresh("group"));
                    assertNone(heartbeat(client, version, member, member.generation()));
                }),
                fails(ApiKey.HEARTBEAT, "refuses another generation", (client, version, fixture) -> {
                    GroupMember member = GroupMember.stable(client, fixture.fresh("group"));
                    assertError(heartbeat(client, version, member, 17), ErrorCode.ILLEGAL_GENERATION);
                }),
                succeeds(ApiKey.LEAVE_GROUP, "lets a member go", (client, version, fixture) -> {
                    GroupMember member = GroupMember.stable(client, fixture.fresh("group"));
                    LeaveGroupResponse response = leave(client, version, member.groupId(), member.memberId());
                    assertNone(response.errorCode());
                }),
                fails(ApiKey.LEAVE_GROUP, "refuses an unknown member", (client, version, fixture) -> {
                    GroupMember member = GroupMember.stable(client, fixture.fresh("group"));
                    LeaveGroupResponse response = leave(client, version, member.groupId(), "stranger");
                    if (version >= MEMBERS_SINCE) {
                        assertNone(response.errorCode());
                        assertError(response.members().getFirst().errorCode(), ErrorCode.UNKNOWN_MEMBER_ID);
                    } else {
                        assertError(response.errorCode(), ErrorCode.UNKNOWN_MEMBER_ID);
                    }
                }));
    }

    private static FindCoordinatorResponse find(WireClient client, short version, String group) {
        FindCoordinatorRequest request = new FindCoordinatorRequest();
        if (version >= KEYS_SINCE) {
            request.setCoordinatorKeys(List.of(group));
        } else {
            request.setKey(group);
        }
        return client.ask(request, version, FindCoordinatorResponse.class);
    }

    private static short heartbeat(WireClient client, short version, GroupMember member, int generation) {
        HeartbeatRequest request = new HeartbeatRequest()
                .setGroupId(member.groupId())
                .setMemberId(member.memberId())
                .setGenerationId(generation);
        return client.ask(request, version, HeartbeatResponse.class).errorCode();
    }

    private static LeaveGroupResponse leave(WireClient client, short version, String group, String member) {
        LeaveGroupRequest request = new LeaveGroupRequest().setGroupId(group);
        if (version >= MEMBERS_SINCE) {
            request.setMembers(List.of(new MemberIdentity().setMemberId(member)));
        } else {
            request.setMemberId(member);
        }
        return client.ask(request, version, LeaveGroupResponse.class);
    }
}
