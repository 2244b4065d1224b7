package io.odradek.group;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.LeaveGroupRequest;
import io.odradek.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.odradek.protocol.message.LeaveGroupResponse;
import io.odradek.protocol.message.LeaveGroupResponse.MemberResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** LeaveGroup: one member says good-bye, or an administrator removes several (KIP-345). */
final class Leaving {
    private static final short SEVERAL_MEMBERS_SINCE = 3;

    private final Rebalance rebalance;

    Leaving(Rebalance rebalance) {
        this.rebalance = rebalance;
    }

    LeaveGroupResponse leave(ClassicGroup group, LeaveGroupRequest body, short version, Change change) {
        if (version < SEVERAL_MEMBERS_SINCE) {
            ErrorCode error = remove(group, new MemberIdentity().setMemberId(body.memberId()), change);
            return new LeaveGroupResponse().setErrorCode(error.code());
        }
        List<MemberResponse> members = new ArrayList<>();
        for (MemberIdentity identity : body.members()) {
            members.add(new MemberResponse()
                    .setMemberId(identity.memberId())
                    .setGroupInstanceId(identity.groupInstanceId())
                    .setErrorCode(remove(group, identity, change).code()));
        }
        return new LeaveGroupResponse().setMembers(members);
    }

    /** Nobody is known in a group that is not there. */
    static LeaveGroupResponse unknown(LeaveGroupRequest body, short version) {
        short error = ErrorCode.UNKNOWN_MEMBER_ID.code();
        if (version < SEVERAL_MEMBERS_SINCE) {
            return new LeaveGroupResponse().setErrorCode(error);
        }
        return new LeaveGroupResponse()
                .setMembers(body.members().stream()
                        .map(identity -> new MemberResponse()
                                .setMemberId(identity.memberId())
                                .setGroupInstanceId(identity.groupInstanceId())
                                .setErrorCode(error))
                        .toList());
    }

    private ErrorCode remove(ClassicGroup group, MemberIdentity identity, Change change) {
        String memberId = identity.memberId();
        if (memberId.isEmpty() && identity.groupInstanceId() != null) {
            Optional<ClassicMember> member = group.staticMember(identity.groupInstanceId());
            member.ifPresent(found -> rebalance.remove(group, found, ErrorCode.UNKNOWN_MEMBER_ID, change));
            return member.isPresent() ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
        }
        if (group.pendingMembers().remove(memberId)) {
            change.effects().cancel(new GroupTimer.PendingMemberExpired(group.id(), memberId));
            rebalance.completeJoinIfAllJoined(group, change);
            return ErrorCode.NONE;
        }
        ErrorCode error = Membership.check(group, memberId, identity.groupInstanceId());
        if (error == ErrorCode.NONE) {
            rebalance.remove(group, group.member(memberId).orElseThrow(), ErrorCode.UNKNOWN_MEMBER_ID, change);
        }
        return error;
    }
}
