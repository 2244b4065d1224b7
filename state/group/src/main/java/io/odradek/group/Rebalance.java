package io.odradek.group;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.JoinGroupResponse;
import io.odradek.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.odradek.protocol.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The steps of a rebalance of a classic group: everyone joins, the leader assigns, everyone syncs.
 *
 * <p>Confined to its shard.
 */
final class Rebalance {
    private final GroupSettings settings;

    Rebalance(GroupSettings settings) {
        this.settings = settings;
    }

    /** Lets all members join again, if the group can rebalance. */
    void prepare(ClassicGroup group, Change change) {
        if (group.isIn(GroupPhase.PREPARING_REBALANCE)) {
            return;
        }
        boolean first = group.isIn(GroupPhase.EMPTY);
        if (group.isIn(GroupPhase.COMPLETING_REBALANCE)) {
            group.members().forEach(member -> answerSync(member, ErrorCode.REBALANCE_IN_PROGRESS, change));
            change.effects().cancel(new GroupTimer.SyncOver(group.id()));
        }
        group.members().forEach(ClassicMember::clearAssignment);
        group.enter(GroupPhase.PREPARING_REBALANCE, change.nowMs());
        int timeout = group.rebalanceTimeoutMs();
        if (first && settings.initialRebalanceDelayMs() > 0) {
            int delay = Math.min(settings.initialRebalanceDelayMs(), timeout);
            group.gather(timeout - (long) delay);
            change.effects().set(new GroupTimer.InitialDelayOver(group.id()), delay);
        } else {
            change.effects().set(new GroupTimer.JoinOver(group.id()), timeout);
        }
    }

    /** A new group has waited once; it waits on as long as members keep coming, within the rebalance timeout. */
    void initialDelayOver(ClassicGroup group, Change change) {
        if (!group.isIn(GroupPhase.PREPARING_REBALANCE) || !group.isGathering()) {
            return;
        }
        if (group.mayGatherOn()) {
            long delay = Math.min(settings.initialRebalanceDelayMs(), group.initialDelayLeftMs());
            group.gather(group.initialDelayLeftMs() - delay);
            change.effects().set(new GroupTimer.InitialDelayOver(group.id()), delay);
            return;
        }
        completeJoin(group, change);
    }

    void completeJoinIfAllJoined(ClassicGroup group, Change change) {
        if (group.isIn(GroupPhase.PREPARING_REBALANCE) && !group.isGathering() && group.allJoined()) {
            completeJoin(group, change);
        }
    }

    /** Begins a generation with those who have joined; the others are out, but for static members (KIP-345). */
    void completeJoin(ClassicGroup group, Change change) {
        if (!group.isIn(GroupPhase.PREPARING_REBALANCE)) {
            return;
        }
        group.stopGathering();
        change.effects().cancel(new GroupTimer.InitialDelayOver(group.id()));
        change.effects().cancel(new GroupTimer.JoinOver(group.id()));
        List<ClassicMember> absent = group.members().stream()
                .filter(member -> !member.isJoining() && !member.isStatic())
                .toList();
        for (ClassicMember member : absent) {
            change.effects().cancel(new GroupTimer.MemberExpired(group.id(), member.id()));
            group.remove(member);
        }
        if (group.size() > 0 && group.members().stream().noneMatch(ClassicMember::isJoining)) {
            // Only static members are left and none of them is here: they have until their session ends.
            change.effects().set(new GroupTimer.JoinOver(group.id()), group.rebalanceTimeoutMs());
            return;
        }
        group.electLeader();
        group.beginGeneration();
        if (group.size() == 0) {
            group.enter(GroupPhase.EMPTY, change.nowMs());
            change.record(GroupRecords.metadata(group));
            return;
        }
        group.enter(GroupPhase.COMPLETING_REBALANCE, change.nowMs());
        change.effects().set(new GroupTimer.SyncOver(group.id()), group.rebalanceTimeoutMs());
        for (ClassicMember member : group.members()) {
            if (member.isJoining()) {
                answerJoin(group, member, false, change);
            }
            keepAlive(group, member, change);
        }
    }

    /** Answers a waiting join with the generation that the group is in. */
    void answerJoin(ClassicGroup group, ClassicMember member, boolean skipAssignment, Change change) {
        long request = member.waitingJoin();
        member.waitForJoin(ClassicMember.NOT_WAITING);
        change.effects().reply(request, joined(group, member.id(), skipAssignment));
    }

    /** The answer to a member that is part of the current generation. Only the leader is told who the others are. */
    JoinGroupResponse joined(ClassicGroup group, String memberId, boolean skipAssignment) {
        JoinGroupResponse response = new JoinGroupResponse()
                .setGenerationId(group.generation())
                .setProtocolType(group.protocolType().orElse(null))
                .setProtocolName(group.protocol().orElse(null))
                .setLeader(group.leader().orElse(""))
                .setSkipAssignment(skipAssignment)
                .setMemberId(memberId);
        if (group.isLeader(memberId)) {
            String protocol = group.protocol().orElse("");
            response.setMembers(group.members().stream()
                    .map(member -> new JoinGroupResponseMember()
                            .setMemberId(member.id())
                            .setGroupInstanceId(member.instanceId())
                            .setMetadata(member.metadata(protocol).orElse(ByteBuffer.allocate(0))))
                    .toList());
        }
        return response;
    }

    static JoinGroupResponse joinFailed(String memberId, ErrorCode error) {
        return new JoinGroupResponse()
                .setErrorCode(error.code())
                .setMemberId(memberId)
                .setGenerationId(-1)
                .setProtocolName("")
                .setLeader("");
    }

    void answerSync(ClassicMember member, ErrorCode error, Change change) {
        if (member.waitingSync() != ClassicMember.NOT_WAITING) {
            long request = member.waitingSync();
            member.waitForSync(ClassicMember.NOT_WAITING);
            change.effects().reply(request, new SyncGroupResponse().setErrorCode(error.code()));
        }
    }

    /** Starts the session of a member anew. */
    void keepAlive(ClassicGroup group, ClassicMember member, Change change) {
        change.effects().set(new GroupTimer.MemberExpired(group.id(), member.id()), member.sessionTimeoutMs());
    }

    /** Takes a member out; whatever it waits for is answered with {@code error}. */
    void remove(ClassicGroup group, ClassicMember member, ErrorCode error, Change change) {
        if (member.isJoining()) {
            long request = member.waitingJoin();
            member.waitForJoin(ClassicMember.NOT_WAITING);
            change.effects().reply(request, joinFailed(member.id(), error));
        }
        answerSync(member, error, change);
        change.effects().cancel(new GroupTimer.MemberExpired(group.id(), member.id()));
        group.remove(member);
        switch (group.phase()) {
            case STABLE, COMPLETING_REBALANCE -> {
                prepare(group, change);
                completeJoinIfAllJoined(group, change);
            }
            case PREPARING_REBALANCE -> completeJoinIfAllJoined(group, change);
            case EMPTY, DEAD -> {}
        }
    }
}
