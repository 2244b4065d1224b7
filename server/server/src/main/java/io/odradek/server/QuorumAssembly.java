package io.odradek.server;

import io.odradek.base.Uuid;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.Listener;
import io.odradek.metadata.config.QuorumSettings;
import io.odradek.raft.Destination;
import io.odradek.raft.Endpoints;
import io.odradek.raft.Endpoints.Endpoint;
import io.odradek.raft.RaftConfig;
import io.odradek.raft.RaftTiming;
import io.odradek.raft.ReplicaKey;
import io.odradek.raft.SupportedVersions;
import io.odradek.raft.Voter;
import io.odradek.raft.VoterSet;
import java.util.ArrayList;
import java.util.List;

/** Makes of a node's configuration what its replica of the metadata log must know. Stateless. */
final class QuorumAssembly {
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");

    private QuorumAssembly() {}

    /** @param directoryId of {@code metadata.log.dir} */
    static RaftConfig raft(BrokerConfig config, String clusterId, Uuid directoryId) {
        String listener = config.listeners().controllerNames().getFirst();
        ReplicaKey self = new ReplicaKey(config.nodeId(), directoryId);
        QuorumSettings quorum = config.quorum();
        List<Destination> servers = bootstrapServers(quorum);
        Endpoints alone = endpoints(config, THIS_MACHINE.getFirst());
        if (quorum.voters().isEmpty()
                && config.isController()
                && servers.stream().allMatch(at -> isOwn(at, alone))) {
            return RaftConfig.soleVoter(clusterId, self, listener, alone); // there is nobody else to ask
        }
        Endpoints endpoints = config.isController() ? endpoints(config, MachineName.find()) : Endpoints.NONE;
        VoterSet voters = new VoterSet(quorum.voters().stream()
                .map(voter -> new Voter(
                        ReplicaKey.of(voter.id()),
                        Endpoints.of(listener, voter.host(), voter.port()),
                        SupportedVersions.STATIC_ONLY))
                .toList());
        return new RaftConfig(
                clusterId,
                self,
                listener,
                endpoints,
                voters,
                servers,
                config.values().bool("controller.quorum.auto.join.enable"),
                timing(config),
                config.values().integer("controller.quorum.fetch.max.bytes"));
    }

    private static RaftTiming timing(BrokerConfig config) {
        return RaftTiming.of(
                config.values().integer("controller.quorum.election.timeout.ms"),
                config.values().integer("controller.quorum.fetch.timeout.ms"),
                config.values().integer("controller.quorum.election.backoff.max.ms"),
                config.values().integer("controller.quorum.request.timeout.ms"),
                config.values().integer("controller.quorum.retry.backoff.ms"));
    }

    /** @param machine stands for a listener on every address */
    private static Endpoints endpoints(BrokerConfig config, String machine) {
        List<Endpoint> all = new ArrayList<>();
        for (Listener listener : config.listeners().forControllers()) {
            Listener told = config.listeners().advertised(listener.name()).orElse(listener);
            String host = MachineName.isEveryAddress(told.host()) ? machine : told.host();
            all.add(new Endpoint(told.name(), host, told.port()));
        }
        if (all.isEmpty()) {
            String name = config.listeners().controllerNames().getFirst();
            all.add(new Endpoint(name, machine, 0)); // nobody else is to reach it
        }
        return new Endpoints(all);
    }

    /** Where to ask for the leader: voters with fixed addresses are as good as servers named for it. */
    private static List<Destination> bootstrapServers(QuorumSettings quorum) {
        List<Destination> servers = new ArrayList<>();
        for (String server : quorum.bootstrapServers()) {
            int colon = server.lastIndexOf(':');
            String host = server.substring(0, colon);
            servers.add(Destination.bootstrap(servers.size(), host, Integer.parseInt(server.substring(colon + 1))));
        }
        for (QuorumSettings.Voter voter : quorum.voters()) {
            servers.add(Destination.bootstrap(servers.size(), voter.host(), voter.port()));
        }
        return servers;
    }

    private static boolean isOwn(Destination server, Endpoints own) {
        return own.all().stream()
                .anyMatch(at -> at.port() == server.port()
                        && (at.host().equals(server.host()) || THIS_MACHINE.contains(server.host())));
    }
}
