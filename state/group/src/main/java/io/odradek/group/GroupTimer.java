package io.odradek.group;

/** What a group waits for. Each kind has at most one timer for its subject; a later one replaces it. */
public sealed interface GroupTimer {
    String groupId();

    /** A member has not been heard of for its session timeout. */
    record MemberExpired(String groupId, String memberId) implements GroupTimer {}

    /** A member was given an id and has not joined with it. */
    record PendingMemberExpired(String groupId, String memberId) implements GroupTimer {}

    /** A new group has waited for more members to join. */
    record InitialDelayOver(String groupId) implements GroupTimer {}

    /** Members had the rebalance timeout to join again. */
    record JoinOver(String groupId) implements GroupTimer {}

    /** Members had the rebalance timeout to fetch their assignment. */
    record SyncOver(String groupId) implements GroupTimer {}
}
