package io.odradek.replication;

/**
 * A follower's fetch of one partition, as far as it tells of its progress. It counts only if the leader's log holds what
 * the follower believes to have: no divergence, no offset out of range.
 *
 * @param replica the follower's broker
 * @param brokerEpoch of its registration, {@link FollowerProgress#ANY_BROKER_EPOCH} if it did not tell (before Fetch 15)
 * @param offset what it wants next: it has all below
 * @param startOffset its log start offset
 * @param leaderEnd the leader's log end offset when its log was read for this fetch
 */
public record FollowerFetch(int replica, long brokerEpoch, long offset, long startOffset, long leaderEnd) {}
