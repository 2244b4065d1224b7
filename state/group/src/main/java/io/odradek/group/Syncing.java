package io.odradek.group;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.SyncGroupRequest;
import io.odradek.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.odradek.protocol.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SyncGroup and Heartbeat: members fetch their assignments and show that they live. */
final class Syncing {
    private final Rebalance rebalance;

    Syncing(Rebalance rebalance) {
        this.rebalance = rebalance;
    }

    void sync(ClassicGroup group, long request, SyncGroupRequest body, Change change) {
        ErrorCode error = Membership.check(group, body.memberId(), body.groupInstanceId(), body.generationId());
        if (error == ErrorCode.NONE && !agrees(group, body.protocolType(), body.protocolName())) {
            error = ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
        }
        if (error != ErrorCode.NONE) {
            change.effects().reply(request, new SyncGroupResponse().setErrorCode(error.code()));
            return;
        }
        ClassicMember member = group.member(body.memberId()).orElseThrow();
        switch (group.phase()) {
            case PREPARING_REBALANCE ->
                change.effects()
                        .reply(request, new SyncGroupResponse().setErrorCode(ErrorCode.REBALANCE_IN_PROGRESS.code()));
            case COMPLETING_REBALANCE -> {
                rebalance.answerSync(member, ErrorCode.REBALANCE_IN_PROGRESS, change);
                member.waitForSync(request);
                rebalance.keepAlive(group, member, change);
                if (group.isLeader(member.id())) {
                    assign(group, body.assignments(), change);
                }
            }
            case STABLE -> {
                member.noteSync();
                rebalance.keepAlive(group, member, change);
                change.effects().reply(request, assigned(group, member));
            }
            case EMPTY, DEAD ->
                change.effects()
                        .reply(request, new SyncGroupResponse().setErrorCode(ErrorCode.UNKNOWN_MEMBER_ID.code()));
        }
    }

    ErrorCode heartbeat(ClassicGroup group, HeartbeatRequest body, Change change) {
        ErrorCode error = Membership.check(group, body.memberId(), body.groupInstanceId(), body.generationId());
        if (error != ErrorCode.NONE) {
            return error;
        }
        rebalance.keepAlive(group, group.member(body.memberId()).orElseThrow(), change);
        return switch (group.phase()) {
            case PREPARING_REBALANCE -> ErrorCode.REBALANCE_IN_PROGRESS;
            case COMPLETING_REBALANCE, STABLE -> ErrorCode.NONE;
            case EMPTY, DEAD -> ErrorCode.UNKNOWN_MEMBER_ID;
        };
    }

    /** Members that have not fetched their assignment within the rebalance timeout are out. */
    void syncOver(ClassicGroup group, Change change) {
        if (!group.isIn(GroupPhase.COMPLETING_REBALANCE) && !group.isIn(GroupPhase.STABLE)) {
            return;
        }
        List<ClassicMember> silent = group.members().stream()
                .filter(member -> !member.hasSynced() && !member.isStatic())
                .toList();
        if (silent.isEmpty()) {
            return;
        }
        int generation = group.generation();
        for (ClassicMember member : silent) {
            if (group.generation() == generation) {
                rebalance.remove(group, member, ErrorCode.UNKNOWN_MEMBER_ID, change);
            }
        }
    }

    private void assign(ClassicGroup group, List<SyncGroupRequestAssignment> assignments, Change change) {
        Map<String, SyncGroupRequestAssignment> byMember = assignments.stream()
                .collect(Collectors.toMap(
                        SyncGroupRequestAssignment::memberId, Function.identity(), (_, later) -> later));
        for (ClassicMember member : group.members()) {
            SyncGroupRequestAssignment own = byMember.get(member.id());
            member.assign(own == null ? ByteBuffer.allocate(0) : Bytes.copy(own.assignment()));
        }
        group.enter(GroupPhase.STABLE, change.nowMs());
        change.record(GroupRecords.metadata(group));
        for (ClassicMember member : group.members()) {
            if (member.waitingSync() != ClassicMember.NOT_WAITING) {
                long request = member.waitingSync();
                member.waitForSync(ClassicMember.NOT_WAITING);
                change.effects().reply(request, assigned(group, member));
                rebalance.keepAlive(group, member, change);
            }
        }
    }

    private static SyncGroupResponse assigned(ClassicGroup group, ClassicMember member) {
        return new SyncGroupResponse()
                .setProtocolType(group.protocolType().orElse(null))
                .setProtocolName(group.protocol().orElse(null))
                .setAssignment(member.assignment());
    }

    private static boolean agrees(ClassicGroup group, @Nullable String type, @Nullable String name) {
        boolean sameType = type == null || type.equals(group.protocolType().orElse(null));
        boolean sameName = name == null || name.equals(group.protocol().orElse(null));
        return sameType && sameName;
    }
}
