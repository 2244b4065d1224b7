package io.odradek.raft;

import java.util.List;

/**
 * What does not change in the life of a replica.
 *
 * @param clusterId that others must have
 * @param self with the directory of the log
 * @param listener name of the listener on which replicas reach each other: the first of {@code controller.listener.names}
 * @param endpoints where this node is reached as a controller; none of a node that is only a broker
 * @param staticVoters of {@code controller.quorum.voters}, without directories; empty if it is not set
 * @param bootstrapServers whom to ask for the leader while it is not known
 * @param autoJoin whether to become a voter without being asked ({@code controller.quorum.auto.join.enable}, KIP-1186)
 * @param fetchMaxBytes of record batches in one answer
 */
public record RaftConfig(
        String clusterId,
        ReplicaKey self,
        String listener,
        Endpoints endpoints,
        VoterSet staticVoters,
        List<Destination> bootstrapServers,
        boolean autoJoin,
        RaftTiming timing,
        int fetchMaxBytes) {
    /** {@code controller.quorum.fetch.max.bytes}. */
    public static final int DEFAULT_FETCH_BYTES = 1024 * 1024;

    public RaftConfig {
        bootstrapServers = bootstrapServers.stream()
                .filter(server -> endpoints.all().stream()
                        .noneMatch(own -> own.host().equals(server.host()) && own.port() == server.port()))
                .toList(); // nobody learns anything from itself
    }

    /** One node that is its whole quorum, with Kafka's defaults. */
    public static RaftConfig soleVoter(String clusterId, ReplicaKey self, String listener, Endpoints endpoints) {
        Voter voter = new Voter(ReplicaKey.of(self.id()), endpoints, SupportedVersions.STATIC_ONLY);
        return new RaftConfig(
                clusterId,
                self,
                listener,
                endpoints,
                new VoterSet(List.of(voter)),
                List.of(),
                false,
                RaftTiming.DEFAULT,
                DEFAULT_FETCH_BYTES);
    }

    /** Whether the node is a controller, so that it votes or may come to: what it has fetched counts, and so is synced first. */
    public boolean mayVote() {
        return !endpoints.isEmpty();
    }
}
