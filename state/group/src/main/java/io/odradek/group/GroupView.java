package io.odradek.group;

/**
 * A group as ListGroups shows it.
 *
 * @param protocolType {@code consumer} for consumers; empty for a group that only has committed offsets
 */
public record GroupView(String groupId, String protocolType, GroupPhase phase) {}
