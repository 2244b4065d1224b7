package io.odradek.broker.group;

import io.odradek.coordinator.StateMachine;
import io.odradek.group.GroupRecord;
import io.odradek.group.GroupShard;
import java.util.List;
import java.util.function.Supplier;

/** How records make a shard. */
record GroupMachine(Supplier<GroupShard> shards) implements StateMachine<GroupShard, GroupRecord> {
    @Override
    public GroupShard empty() {
        return shards.get();
    }

    @Override
    public GroupShard apply(GroupShard shard, List<GroupRecord> records) {
        records.forEach(shard::replay);
        return shard;
    }
}
