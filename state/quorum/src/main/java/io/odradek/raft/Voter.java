package io.odradek.raft;

/**
 * A replica that votes.
 *
 * @param endpoints where it is reached
 * @param versions levels of kraft.version that it runs
 */
public record Voter(ReplicaKey key, Endpoints endpoints, SupportedVersions versions) {
    public int id() {
        return key.id();
    }
}
