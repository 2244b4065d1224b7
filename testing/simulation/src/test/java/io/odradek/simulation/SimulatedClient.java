package io.odradek.simulation;

import io.odradek.network.Peer;
import io.odradek.network.PeerFailure;
import io.odradek.network.PeerRequest;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.MetadataRequest;
import io.odradek.protocol.message.MetadataResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What simulated clients have in common: finding leaders, asking, and trying again. One thread. */
abstract class SimulatedClient {
    private static final long TIMEOUT_MILLIS = 2_000;

    private final World world;
    private final String name;
    private final Life life;
    private final SimulatedPeerClient peers;
    private final Map<History.Place, String> leaders = new HashMap<>();

    /**
     * The newest leader epoch that was heard of. As in Kafka's clients (KIP-320), a node that has missed an election is not
     * believed: it would send the client to the leader of before, which has not got what was written since.
     */
    private final Map<History.Place, Integer> epochs = new HashMap<>();

    SimulatedClient(World world, String name) {
        this.world = world;
        this.name = name;
        this.life = new Life(name);
        this.peers = new SimulatedPeerClient(world.network(), name, life);
    }

    /** Begins. */
    abstract void start();

    /** Whether nothing is under way, and nothing new begins once the world is to come to rest. */
    abstract boolean isAtRest();

    final World world() {
        return world;
    }

    final History history() {
        return world.history();
    }

    final Scheduler scheduler() {
        return world.network().scheduler();
    }

    final String name() {
        return name;
    }

    final void later(long lowMillis, long highMillis, Runnable task) {
        scheduler().afterMillis(scheduler().between(lowMillis, highMillis + 1), life, task);
    }

    /** Asks a node; {@code otherwise} is for every way of not getting an answer. */
    final <R extends ResponseMessage> void ask(
            String host, String lane, PeerRequest request, Class<R> type, Consumer<R> then, Runnable otherwise) {
        Peer peer = new Peer("PLAINTEXT", host, SimulatedHost.PORT, lane);
        var _ = peers.send(peer, request).whenComplete((response, failure) -> {
            // A stage would keep what its listener throws to itself.
            scheduler().watch(() -> {
                if (failure == null) {
                    then.accept(response.as(type));
                } else if (failure instanceof PeerFailure) {
                    otherwise.run();
                } else {
                    throw new IllegalStateException(name() + " could not ask " + request.apiKey(), failure);
                }
            });
        });
    }

    final <R extends ResponseMessage> void askAny(
            RequestMessage request, Class<R> type, Consumer<R> then, Runnable otherwise) {
        List<String> nodes = world.nodes();
        String host = nodes.get(scheduler().random().nextInt(nodes.size()));
        ask(host, "any", PeerRequest.of(request, TIMEOUT_MILLIS), type, then, otherwise);
    }

    /** Asks the leader of a partition. */
    final <R extends ResponseMessage> void askLeader(
            History.Place place, PeerRequest request, Class<R> type, Consumer<R> then, Runnable otherwise) {
        String known = leaders.get(place);
        if (known == null) {
            findLeader(place, () -> askLeader(place, request, type, then, otherwise), otherwise);
            return;
        }
        ask(known, place.topic() + place.partition(), request, type, then, () -> {
            leaders.remove(place);
            otherwise.run();
        });
    }

    /** The node that is thought to lead the partition, and its life: another is another leader, or one that began anew. */
    final String leaderLife(History.Place place) {
        String node = leaders.getOrDefault(place, "");
        return node + "/" + world.lives(node);
    }

    /** -1 if none is known. */
    final int leaderEpoch(History.Place place) {
        return epochs.getOrDefault(place, -1);
    }

    final void forgetLeader(History.Place place) {
        leaders.remove(place);
    }

    private void findLeader(History.Place place, Runnable then, Runnable otherwise) {
        MetadataRequest request = new MetadataRequest().setAllowAutoTopicCreation(false);
        request.topics().add(new MetadataRequest.MetadataRequestTopic().setName(place.topic()));
        askAny(
                request,
                MetadataResponse.class,
                response -> {
                    for (var partition : response.topics().getFirst().partitions()) {
                        if (partition.partitionIndex() == place.partition()
                                && partition.errorCode() == ErrorCode.NONE.code()
                                && partition.leaderEpoch() >= leaderEpoch(place)) {
                            epochs.put(place, partition.leaderEpoch());
                            response.brokers().stream()
                                    .filter(broker -> broker.nodeId() == partition.leaderId())
                                    .findFirst()
                                    .ifPresent(broker -> leaders.put(place, broker.host()));
                        }
                    }
                    if (leaders.containsKey(place)) {
                        then.run();
                    } else {
                        otherwise.run();
                    }
                },
                otherwise);
    }
}
