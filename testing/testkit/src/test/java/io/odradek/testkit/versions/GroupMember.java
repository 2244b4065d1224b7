package io.odradek.testkit.versions;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.JoinGroupRequest;
import io.odradek.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.odradek.protocol.message.JoinGroupResponse;
import io.odradek.protocol.message.SyncGroupRequest;
import io.odradek.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.odradek.protocol.message.SyncGroupResponse;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.WireClient;
import java.util.List;

/** The only member of a classic group. */
record GroupMember(String groupId, String memberId, int generation) {
    private static final int ID_REQUIRED_SINCE = 4;

    /** Joins a group in the given version of JoinGroup. */
    static GroupMember join(WireClient client, int version, String group) {
        JoinGroupRequest request = request(version, group);
        JoinGroupResponse response = client.ask(request, version, JoinGroupResponse.class);
        if (version >= ID_REQUIRED_SINCE) {
            Fixture.assertError(response.errorCode(), ErrorCode.MEMBER_ID_REQUIRED);
            response = client.ask(request.setMemberId(response.memberId()), version, JoinGroupResponse.class);
        }
        Fixture.assertNone(response.errorCode());
        return new GroupMember(group, response.memberId(), response.generationId());
    }

    /** Joins and leads, with the assignment taken; the group is then stable. */
    static GroupMember stable(WireClient client, String group) {
        GroupMember member = join(client, 9, group);
        Fixture.assertNone(member.sync(client, 5).errorCode());
        return member;
    }

    static JoinGroupRequest request(int version, String group) {
        JoinGroupRequest request = new JoinGroupRequest()
                .setGroupId(group)
                .setSessionTimeoutMs(30_000)
                .setProtocolType("consumer")
                .setProtocols(
                        List.of(new JoinGroupRequestProtocol().setName("range").setMetadata(Batches.utf8("metadata"))));
        return version >= 1 ? request.setRebalanceTimeoutMs(30_000) : request;
    }

    SyncGroupResponse sync(WireClient client, int version) {
        SyncGroupRequest request = new SyncGroupRequest()
                .setGroupId(groupId)
                .setMemberId(memberId)
                .setGenerationId(generation)
                .setAssignments(List.of(new SyncGroupRequestAssignment()
                        .setMemberId(memberId)
                        .setAssignment(Batches.utf8("assignment"))));
        if (version >= 5) {
            request.setProtocolType("consumer").setProtocolName("range");
        }
        return client.ask(request, version, SyncGroupResponse.class);
    }
}
