package io.odradek.group;

import io.odradek.protocol.group.GroupMetadataKey;

/** Makes the records that groups are persisted by. */
final class GroupRecords {
    private GroupRecords() {}

    static GroupRecord metadata(ClassicGroup group) {
        return new GroupRecord(new GroupMetadataKey().setGroup(group.id()), group.toValue());
    }

    static GroupRecord deleted(String groupId) {
        return new GroupRecord(new GroupMetadataKey().setGroup(groupId), null);
    }
}
