package io.odradek.group;

import io.odradek.base.Decision;
import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.group.GroupMetadataKey;
import io.odradek.protocol.group.GroupMetadataValue;
import io.odradek.protocol.group.OffsetCommitKey;
import io.odradek.protocol.group.OffsetCommitValue;
import io.odradek.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.HeartbeatResponse;
import io.odradek.protocol.message.JoinGroupRequest;
import io.odradek.protocol.message.LeaveGroupRequest;
import io.odradek.protocol.message.OffsetCommitRequest;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.odradek.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.odradek.protocol.message.SyncGroupRequest;
import io.odradek.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The groups of one partition of {@code __consumer_offsets}.
 *
 * <p>Two kinds of state live here. What is committed (offsets, and each group as it was at the end of its last
 * rebalance) is the fold of the partition's records and changes by {@link #replay} alone. What members are doing
 * between two rebalances is kept by the coordinator that is active, as in Kafka, and begins anew with
 * {@link #activate} when another one takes over.
 *
 * <p>Commands return the records to append and what to do once they are committed. Not thread-safe; one runtime owns it.
 */
public final class GroupShard {
    /** Of a command that may concern many offsets: they must fit one record batch. */
    private static final int MAX_RECORDS = 1_000;

    private final GroupSettings settings;
    private final Map<String, GroupMetadataValue> persisted = new HashMap<>();
    private final OffsetStore offsets = new OffsetStore();
    private final Map<String, ClassicGroup> groups = new HashMap<>();
    private final Rebalance rebalance;
    private final Joining joining;
    private final Syncing syncing;
    private final Leaving leaving;
    private final Committing committing;

    /** @param ids makes the random part of member ids */
    public GroupShard(GroupSettings settings, Supplier<Uuid> ids) {
        this.settings = settings;
        this.rebalance = new Rebalance(settings);
        this.joining = new Joining(settings, rebalance, ids);
        this.syncing = new Syncing(rebalance);
        this.leaving = new Leaving(rebalance);
        this.committing = new Committing(settings, rebalance);
    }

    /** Applies a record of the partition's log. Records of kinds that this version does not serve change nothing. */
    public void replay(GroupRecord record) {
        switch (record.key()) {
            case OffsetCommitKey key -> offsets.replay(key, (OffsetCommitValue) record.value());
            case GroupMetadataKey key -> {
                if (record.value() instanceof GroupMetadataValue value) {
                    persisted.put(key.group(), value);
                } else {
                    persisted.remove(key.group());
                }
            }
            default -> {
                // Groups of other kinds stay in the log until a version that serves them reads them.
            }
        }
    }

    /** Begins to serve what was replayed: members that were there have their session timeout to be heard of. */
    public GroupEffects activate(long nowMs) {
        Change change = new Change(nowMs);
        groups.clear();
        persisted.forEach((id, value) -> {
            ClassicGroup group = ClassicGroup.of(id, value);
            groups.put(id, group);
            group.members().forEach(member -> rebalance.keepAlive(group, member, change));
        });
        return change.effects();
    }

    /** JoinGroup, versions 0 to 9. The request is answered by an effect of this or a later command. */
    public Decision<GroupRecord, GroupEffects> join(
            long request, JoinGroupRequest body, short version, ClientInfo client, long nowMs) {
        Change change = new Change(nowMs);
        if (!joining.allows(body.sessionTimeoutMs())) {
            return answered(change, request, Rebalance.joinFailed(body.memberId(), ErrorCode.INVALID_SESSION_TIMEOUT));
        }
        ClassicGroup group = groups.get(body.groupId());
        if (group == null) {
            if (!body.memberId().isEmpty()) {
                return answered(change, request, Rebalance.joinFailed(body.memberId(), ErrorCode.UNKNOWN_MEMBER_ID));
            }
            group = new ClassicGroup(body.groupId(), nowMs);
            groups.put(body.groupId(), group);
        }
        joining.join(group, Joining.Join.of(request, body, version, client), change);
        forgetIfUnused(group);
        return change.decided();
    }

    /** SyncGroup, versions 0 to 5. */
    public Decision<GroupRecord, GroupEffects> sync(long request, SyncGroupRequest body, long nowMs) {
        Change change = new Change(nowMs);
        ClassicGroup group = groups.get(body.groupId());
        if (group == null) {
            return answered(change, request, new SyncGroupResponse().setErrorCode(ErrorCode.UNKNOWN_MEMBER_ID.code()));
        }
        syncing.sync(group, request, body, change);
        return change.decided();
    }

    /** Heartbeat, versions 0 to 4. */
    public Decision<GroupRecord, GroupEffects> heartbeat(long request, HeartbeatRequest body, long nowMs) {
        Change change = new Change(nowMs);
        ClassicGroup group = groups.get(body.groupId());
        ErrorCode error = group == null ? ErrorCode.UNKNOWN_MEMBER_ID : syncing.heartbeat(group, body, change);
        return answered(change, request, new HeartbeatResponse().setErrorCode(error.code()));
    }

    /** LeaveGroup, versions 0 to 5. */
    public Decision<GroupRecord, GroupEffects> leave(long request, LeaveGroupRequest body, short version, long nowMs) {
        Change change = new Change(nowMs);
        ClassicGroup group = groups.get(body.groupId());
        if (group == null) {
            return answered(change, request, Leaving.unknown(body, version));
        }
        ResponseMessage response = leaving.leave(group, body, version, change);
        forgetIfUnused(group);
        return answered(change, request, response);
    }

    /** OffsetCommit; topics are named, from version 10 their ids are given besides. */
    public Decision<GroupRecord, GroupEffects> commit(long request, OffsetCommitRequest body, long nowMs) {
        Change change = new Change(nowMs);
        Optional<ClassicGroup> group = Optional.ofNullable(groups.get(body.groupId()));
        return answered(change, request, committing.commit(group, offsets.has(body.groupId()), body, change));
    }

    /** What one group has committed; for {@code topics == null} everything. */
    public OffsetFetchResponseGroup fetchOffsets(OffsetFetchRequestGroup request) {
        return Describing.offsets(offsets, request);
    }

    /** DescribeGroups of one group. */
    public DescribedGroup describe(String groupId, short version) {
        ClassicGroup group = groups.get(groupId);
        if (group != null) {
            return Describing.describe(group);
        }
        return offsets.has(groupId) ? Describing.describeOffsetsOnly(groupId) : Describing.notFound(groupId, version);
    }

    /** All groups of the shard, those that only have committed offsets included. */
    public List<GroupView> list() {
        TreeSet<String> ids = new TreeSet<>(groups.keySet());
        ids.addAll(offsets.groups());
        List<GroupView> views = new ArrayList<>();
        for (String id : ids) {
            ClassicGroup group = groups.get(id);
            views.add(
                    group == null
                            ? new GroupView(id, "", GroupPhase.EMPTY)
                            : new GroupView(id, group.protocolType().orElse(""), group.phase()));
        }
        return views;
    }

    /** Deletes a group without members and all it has committed (KIP-229). */
    public Decision<GroupRecord, ErrorCode> delete(String groupId) {
        ErrorCode found = find(groupId);
        if (found != ErrorCode.NONE) {
            return Decision.replyOnly(found);
        }
        ClassicGroup group = groups.get(groupId);
        if (group != null && !group.isIn(GroupPhase.EMPTY)) {
            return Decision.replyOnly(ErrorCode.NON_EMPTY_GROUP);
        }
        List<GroupRecord> records = new ArrayList<>(offsets.forget(groupId, _ -> true));
        if (persisted.containsKey(groupId)) {
            records.add(GroupRecords.deleted(groupId));
        }
        groups.remove(groupId);
        return new Decision<>(records, ErrorCode.NONE);
    }

    /** Whether there is a group, be it one that only has committed offsets: GROUP_ID_NOT_FOUND or NONE. */
    public ErrorCode find(String groupId) {
        return groups.containsKey(groupId) || offsets.has(groupId) ? ErrorCode.NONE : ErrorCode.GROUP_ID_NOT_FOUND;
    }

    /**
     * Forgets one committed offset (KIP-496).
     *
     * @return GROUP_ID_NOT_FOUND, GROUP_SUBSCRIBED_TO_TOPIC while a member consumes the topic, else NONE
     */
    public Decision<GroupRecord, ErrorCode> deleteOffset(String groupId, TopicPartition partition) {
        ErrorCode found = find(groupId);
        if (found != ErrorCode.NONE) {
            return Decision.replyOnly(found);
        }
        ClassicGroup group = groups.get(groupId);
        if (group != null && Subscriptions.mayConsume(group, partition.topic())) {
            return Decision.replyOnly(ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC);
        }
        if (offsets.find(groupId, partition).isEmpty()) {
            return Decision.replyOnly(ErrorCode.NONE);
        }
        return new Decision<>(List.of(OffsetStore.forgotten(groupId, partition)), ErrorCode.NONE);
    }

    /** Forgets what was committed for topics that are gone; to be run until there are no more records. */
    public Decision<GroupRecord, GroupEffects> topicsDeleted(Collection<String> topics) {
        return new Decision<>(offsets.forgetTopics(topics, MAX_RECORDS), new GroupEffects());
    }

    /**
     * Forgets offsets whose group has been without members for longer than the retention, and groups left with none; to
     * be run until there are no more records.
     */
    public Decision<GroupRecord, GroupEffects> expire(long nowMs) {
        return new Decision<>(
                new Expiry(settings, offsets, groups, persisted.keySet()).expire(nowMs, MAX_RECORDS),
                new GroupEffects());
    }

    /** A timer has fired that {@link GroupEffects} asked for. */
    public Decision<GroupRecord, GroupEffects> timer(GroupTimer timer, long nowMs) {
        Change change = new Change(nowMs);
        ClassicGroup group = groups.get(timer.groupId());
        if (group != null) {
            switch (timer) {
                case GroupTimer.MemberExpired expired ->
                    group.member(expired.memberId()).ifPresent(member -> expireMember(group, member, change));
                case GroupTimer.PendingMemberExpired expired -> {
                    group.pendingMembers().remove(expired.memberId());
                    rebalance.completeJoinIfAllJoined(group, change);
                    forgetIfUnused(group);
                }
                case GroupTimer.InitialDelayOver _ -> rebalance.initialDelayOver(group, change);
                case GroupTimer.JoinOver _ -> rebalance.completeJoin(group, change);
                case GroupTimer.SyncOver _ -> syncing.syncOver(group, change);
            }
        }
        return change.decided();
    }

    /**
     * What a command decided could not be written. Nobody may be given an assignment that a coordinator after this one does not know:
     * groups whose assignment this was begin a rebalance, as in Kafka.
     */
    public GroupEffects unwritten(List<GroupRecord> records, long nowMs) {
        Change change = new Change(nowMs);
        for (GroupRecord record : records) {
            if (record.key() instanceof GroupMetadataKey key) {
                ClassicGroup group = groups.get(key.group());
                if (group != null && group.isIn(GroupPhase.STABLE)) {
                    rebalance.prepare(group, change);
                }
            }
        }
        return change.effects();
    }

    /** A group that nobody came into must not stay for ever: whoever sends JoinGroup could make any number of them. */
    private void forgetIfUnused(ClassicGroup group) {
        if (group.isUnused()) {
            groups.remove(group.id());
        }
    }

    private void expireMember(ClassicGroup group, ClassicMember member, Change change) {
        if (member.isJoining() || member.waitingSync() != ClassicMember.NOT_WAITING) {
            // It waits for an answer of ours, so it cannot be heard of.
            rebalance.keepAlive(group, member, change);
        } else {
            rebalance.remove(group, member, ErrorCode.UNKNOWN_MEMBER_ID, change);
        }
    }

    private static Decision<GroupRecord, GroupEffects> answered(Change change, long request, ResponseMessage response) {
        change.effects().reply(request, response);
        return change.decided();
    }
}
