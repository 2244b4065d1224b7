package io.odradek.group;

import io.odradek.base.Decision;
import java.util.ArrayList;
import java.util.List;

/** What one command comes to while it is being decided. */
final class Change {
    private final List<GroupRecord> records = new ArrayList<>();
    private final GroupEffects effects = new GroupEffects();
    private final long nowMs;

    Change(long nowMs) {
        this.nowMs = nowMs;
    }

    long nowMs() {
        return nowMs;
    }

    GroupEffects effects() {
        return effects;
    }

    void record(GroupRecord record) {
        records.add(record);
    }

    Decision<GroupRecord, GroupEffects> decided() {
        return new Decision<>(records, effects);
    }
}
