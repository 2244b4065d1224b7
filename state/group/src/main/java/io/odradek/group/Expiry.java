package io.odradek.group;

import io.odradek.base.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which offsets and groups have outlived their retention (KIP-211). */
final class Expiry {
    private final GroupSettings settings;
    private final OffsetStore offsets;
    private final Map<String, ClassicGroup> groups;
    private final Set<String> persisted;

    Expiry(GroupSettings settings, OffsetStore offsets, Map<String, ClassicGroup> groups, Set<String> persisted) {
        this.settings = settings;
        this.offsets = offsets;
        this.groups = groups;
        this.persisted = persisted;
    }

    /** No more than about {@code most} records; what is left is found by the next call. */
    List<GroupRecord> expire(long nowMs, int most) {
        List<GroupRecord> records = new ArrayList<>();
        Set<String> ids = new TreeSet<>(groups.keySet());
        ids.addAll(offsets.groups());
        for (String id : ids) {
            if (records.size() >= most) {
                break;
            }
            ClassicGroup group = groups.get(id);
            List<GroupRecord> expired = offsets.forget(id, entry -> isOver(group, entry, nowMs), most - records.size());
            records.addAll(expired);
            boolean nothingLeft = expired.size() == offsets.of(id).size();
            if (group != null
                    && group.isIn(GroupPhase.EMPTY)
                    && group.pendingMembers().isEmpty()
                    && nothingLeft) {
                groups.remove(id);
                if (persisted.contains(id)) {
                    records.add(GroupRecords.deleted(id));
                }
            }
        }
        return records;
    }

    private boolean isOver(@Nullable ClassicGroup group, Map.Entry<TopicPartition, CommittedOffset> entry, long nowMs) {
        CommittedOffset offset = entry.getValue();
        if (offset.expireTimestampMs() >= 0) {
            return nowMs >= offset.expireTimestampMs();
        }
        if (group == null || group.protocolType().isEmpty()) {
            return nowMs - offset.commitTimestampMs() >= settings.offsetsRetentionMs();
        }
        if (group.isIn(GroupPhase.EMPTY)) {
            long since = Math.max(group.phaseSinceMs(), offset.commitTimestampMs());
            return nowMs - since >= settings.offsetsRetentionMs();
        }
        boolean longAgo = nowMs - offset.commitTimestampMs() >= settings.offsetsRetentionMs();
        return group.isIn(GroupPhase.STABLE)
                && longAgo
                && !Subscriptions.mayConsume(group, entry.getKey().topic());
    }
}
