package io.odradek.group;

import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.JoinGroupRequest;
import io.odradek.protocol.message.JoinGroupResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** JoinGroup: a member enters a group, comes back for another generation, or takes the place of its static namesake. */
final class Joining {
    /** From this version a member is given its id before it may join (KIP-394). */
    private static final short MEMBER_ID_REQUIRED_SINCE = 4;

    /** From this version a returning static leader is told not to assign anew (KIP-814). */
    private static final short SKIP_ASSIGNMENT_SINCE = 9;

    private final GroupSettings settings;
    private final Rebalance rebalance;
    private final Supplier<Uuid> ids;

    Joining(GroupSettings settings, Rebalance rebalance, Supplier<Uuid> ids) {
        this.settings = settings;
        this.rebalance = rebalance;
        this.ids = ids;
    }

    /** A JoinGroup and who sent it. */
    record Join(long request, JoinGroupRequest body, short version, ClientInfo client, List<MemberProtocol> protocols) {
        static Join of(long request, JoinGroupRequest body, short version, ClientInfo client) {
            List<MemberProtocol> protocols = body.protocols().stream()
                    .map(protocol -> new MemberProtocol(protocol.name(), Bytes.copy(protocol.metadata())))
                    .toList();
            return new Join(request, body, version, client, protocols);
        }

        /** Version 0 has no rebalance timeout: the session's stands for it. */
        int rebalanceTimeoutMs() {
            return body.rebalanceTimeoutMs() < 0 ? body.sessionTimeoutMs() : body.rebalanceTimeoutMs();
        }

        ClassicMember member(String id) {
            return new ClassicMember(
                    id, body.groupInstanceId(), client, rebalanceTimeoutMs(), body.sessionTimeoutMs(), protocols);
        }
    }

    /** Whether the session timeout is one that the broker allows. */
    boolean allows(int sessionTimeoutMs) {
        return sessionTimeoutMs >= settings.minSessionTimeoutMs() && sessionTimeoutMs <= settings.maxSessionTimeoutMs();
    }

    void join(ClassicGroup group, Join join, Change change) {
        JoinGroupRequest body = join.body();
        if (isTooMany(group, body)) {
            fail(join, "", ErrorCode.GROUP_MAX_SIZE_REACHED, change);
        } else if (!group.accepts(body.protocolType(), join.protocols())) {
            fail(join, body.memberId(), ErrorCode.INCONSISTENT_GROUP_PROTOCOL, change);
        } else if (body.memberId().isEmpty()) {
            joinNew(group, join, change);
        } else {
            joinKnown(group, join, change);
        }
        rebalance.completeJoinIfAllJoined(group, change);
    }

    private void joinNew(ClassicGroup group, Join join, Change change) {
        JoinGroupRequest body = join.body();
        String instanceId = body.groupInstanceId();
        String prefix = instanceId != null ? instanceId : join.client().clientId();
        Uuid random = ids.get();
        String memberId = prefix + "-" + new UUID(random.mostSignificantBits(), random.leastSignificantBits());
        Optional<ClassicMember> namesake = group.staticMember(instanceId);
        if (namesake.isPresent()) {
            replaceStatic(group, namesake.get(), join, memberId, change);
        } else if (instanceId == null && join.version() >= MEMBER_ID_REQUIRED_SINCE) {
            group.pendingMembers().add(memberId);
            change.effects().set(new GroupTimer.PendingMemberExpired(group.id(), memberId), body.sessionTimeoutMs());
            fail(join, memberId, ErrorCode.MEMBER_ID_REQUIRED, change);
        } else {
            enter(group, join, memberId, change);
        }
    }

    private void joinKnown(ClassicGroup group, Join join, Change change) {
        String memberId = join.body().memberId();
        if (group.pendingMembers().contains(memberId)) {
            if (join.body().groupInstanceId() != null) {
                fail(join, memberId, ErrorCode.UNKNOWN_MEMBER_ID, change);
                return;
            }
            change.effects().cancel(new GroupTimer.PendingMemberExpired(group.id(), memberId));
            enter(group, join, memberId, change);
            return;
        }
        ErrorCode error = Membership.check(group, memberId, join.body().groupInstanceId());
        Optional<ClassicMember> member = group.member(memberId);
        if (error != ErrorCode.NONE || member.isEmpty()) {
            fail(join, memberId, error == ErrorCode.NONE ? ErrorCode.UNKNOWN_MEMBER_ID : error, change);
            return;
        }
        switch (group.phase()) {
            case PREPARING_REBALANCE -> rejoin(group, member.get(), join, change);
            case COMPLETING_REBALANCE -> {
                if (member.get().protocols().equals(join.protocols())) {
                    change.effects().reply(join.request(), rebalance.joined(group, memberId, false));
                    rebalance.keepAlive(group, member.get(), change);
                } else {
                    rejoin(group, member.get(), join, change);
                }
            }
            case STABLE -> {
                boolean asksForRebalance =
                        group.isLeader(memberId) || !member.get().protocols().equals(join.protocols());
                if (asksForRebalance) {
                    rejoin(group, member.get(), join, change);
                } else {
                    change.effects().reply(join.request(), rebalance.joined(group, memberId, false));
                    rebalance.keepAlive(group, member.get(), change);
                }
            }
            case EMPTY, DEAD -> fail(join, memberId, ErrorCode.UNKNOWN_MEMBER_ID, change);
        }
    }

    private void enter(ClassicGroup group, Join join, String memberId, Change change) {
        group.adoptProtocolType(join.body().protocolType());
        ClassicMember member = join.member(memberId);
        group.add(member);
        member.waitForJoin(join.request());
        rebalance.keepAlive(group, member, change);
        group.noteJoin();
        rebalance.prepare(group, change);
    }

    private void rejoin(ClassicGroup group, ClassicMember member, Join join, Change change) {
        if (member.isJoining()) {
            // The client has given up on the earlier request; its connection is gone or it timed out.
            change.effects()
                    .reply(member.waitingJoin(), Rebalance.joinFailed(member.id(), ErrorCode.REBALANCE_IN_PROGRESS));
        }
        member.rejoin(join.rebalanceTimeoutMs(), join.body().sessionTimeoutMs(), join.protocols());
        member.waitForJoin(join.request());
        rebalance.keepAlive(group, member, change);
        rebalance.prepare(group, change);
    }

    /**
     * KIP-345: the new process of a static member takes over. A stable group goes on as it is unless it would now choose
     * another protocol: what a consumer says about itself differs from start to start, as it names what it owns.
     */
    private void replaceStatic(ClassicGroup group, ClassicMember old, Join join, String memberId, Change change) {
        ClassicMember fresh = join.member(memberId);
        fresh.assign(old.assignment());
        if (old.isJoining()) {
            change.effects().reply(old.waitingJoin(), Rebalance.joinFailed(old.id(), ErrorCode.FENCED_INSTANCE_ID));
            old.waitForJoin(ClassicMember.NOT_WAITING);
        }
        rebalance.answerSync(old, ErrorCode.FENCED_INSTANCE_ID, change);
        change.effects().cancel(new GroupTimer.MemberExpired(group.id(), old.id()));
        boolean wasLeader = group.isLeader(old.id());
        group.replace(old, fresh);
        rebalance.keepAlive(group, fresh, change);
        if (group.isIn(GroupPhase.STABLE) && group.keepsItsProtocol()) {
            change.record(GroupRecords.metadata(group));
            change.effects().reply(join.request(), takenOver(group, old.id(), join, memberId, wasLeader));
            return;
        }
        fresh.waitForJoin(join.request());
        rebalance.prepare(group, change);
    }

    /** A leader that cannot be told to leave the assignment alone is told that another one leads. */
    private JoinGroupResponse takenOver(
            ClassicGroup group, String oldId, Join join, String memberId, boolean wasLeader) {
        if (wasLeader && join.version() < SKIP_ASSIGNMENT_SINCE) {
            return rebalance.joined(group, memberId, false).setLeader(oldId).setMembers(List.of());
        }
        return rebalance.joined(group, memberId, wasLeader);
    }

    private boolean isTooMany(ClassicGroup group, JoinGroupRequest body) {
        String memberId = body.memberId();
        boolean counted = group.member(memberId).isPresent()
                || group.pendingMembers().contains(memberId)
                || group.staticMember(body.groupInstanceId()).isPresent();
        return !counted && group.size() + group.pendingMembers().size() >= settings.maxSize();
    }

    private static void fail(Join join, String memberId, ErrorCode error, Change change) {
        JoinGroupResponse response = Rebalance.joinFailed(memberId, error);
        change.effects().reply(join.request(), response);
    }
}
