package io.odradek.raft;

import io.odradek.base.Uuid;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Configurations for tests: node n is at host "n", port 9093, in directory (7, n). */
final class Quorums {
    static final String CLUSTER = "cluster";

    private Quorums() {}

    static Uuid directory(int id) {
        return new Uuid(7, id);
    }

    static ReplicaKey key(int id) {
        return new ReplicaKey(id, directory(id));
    }

    static Endpoints endpoints(int id) {
        return Endpoints.of(TestNode.LISTENER, "host" + id, 9093);
    }

    static VoterSet staticVoters(int... ids) {
        return new VoterSet(IntStream.of(ids)
                .mapToObj(id -> new Voter(ReplicaKey.of(id), endpoints(id), SupportedVersions.STATIC_ONLY))
                .toList());
    }

    static VoterSet dynamicVoters(int... ids) {
        return new VoterSet(IntStream.of(ids)
                .mapToObj(id -> new Voter(key(id), endpoints(id), SupportedVersions.OURS))
                .toList());
    }

    static RaftConfig config(int id, VoterSet staticVoters, int... bootstrap) {
        List<Destination> servers = new ArrayList<>();
        for (int server : bootstrap) {
            servers.add(Destination.bootstrap(servers.size(), "host" + server, 9093));
        }
        return new RaftConfig(
                CLUSTER,
                key(id),
                TestNode.LISTENER,
                endpoints(id),
                staticVoters,
                servers,
                false,
                RaftTiming.DEFAULT,
                1 << 20);
    }

    static TestNode staticNode(int id, RandomGenerator random, int... voters) {
        return new TestNode(config(id, staticVoters(voters), voters), new TestDisk(), random);
    }

    /** A node formatted with the voters in its bootstrap checkpoint. */
    static TestNode dynamicNode(int id, RandomGenerator random, int... voters) {
        TestDisk disk = new TestDisk();
        disk.bootstrap = java.util.Optional.of(TestDisk.snapshotBytes(1, dynamicVoters(voters), List.of()));
        return new TestNode(config(id, VoterSet.EMPTY, voters), disk, random);
    }

    /** The node that a destination is. */
    static int idOf(Destination destination) {
        return Integer.parseInt(destination.host().substring("host".length()));
    }
}
