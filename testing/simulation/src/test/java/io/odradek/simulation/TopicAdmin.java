package io.odradek.simulation;

import io.odradek.network.PeerRequest;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsResponse;
import io.odradek.protocol.message.MetadataRequest;
import io.odradek.protocol.message.MetadataResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes topics and deletes them, and knows which there must be. One thread. */
final class TopicAdmin extends SimulatedClient {
    private static final long SETTLED_MILLIS = 2_000;

    private final Set<String> there = new TreeSet<>();
    private final Set<String> gone = new TreeSet<>();

    /** A creation whose answer was lost may be late: a paused node sends it on when it goes on, after the deletion. */
    private final Set<String> mayComeLate = new TreeSet<>();

    private String lastUnsettled = "";
    private int numbers;
    private boolean underWay;

    TopicAdmin(World world, String name) {
        super(world, name);
    }

    @Override
    void start() {
        later(100, 600, this::next);
    }

    @Override
    boolean isAtRest() {
        return !underWay;
    }

    private void next() {
        if (world().comesToRest()) {
            return;
        }
        underWay = true;
        if (there.size() > 2 && scheduler().chance(2)) {
            delete(there.iterator().next(), this::done);
        } else {
            create("extra-" + numbers++, 1 + scheduler().random().nextInt(2), this::done);
        }
    }

    private void done() {
        underWay = false;
        start();
    }

    /** Makes a topic, for as long as it takes. */
    void create(String topic, int partitions, Runnable then) {
        CreateTopicsRequest request = new CreateTopicsRequest()
                .setTimeoutMs(1_000)
                .setTopics(List.of(new CreateTopicsRequest.CreatableTopic()
                        .setName(topic)
                        .setNumPartitions(partitions)
                        .setReplicationFactor(
                                (short) Math.min(3, world().nodes().size()))));
        askAny(
                request,
                CreateTopicsResponse.class,
                response -> {
                    ErrorCode error =
                            ErrorCode.forCode(response.topics().getFirst().errorCode());
                    if (error == ErrorCode.NONE || error == ErrorCode.TOPIC_ALREADY_EXISTS) {
                        there.add(topic);
                        then.run();
                    } else {
                        mayComeLate.add(topic);
                        later(50, 200, () -> create(topic, partitions, then));
                    }
                },
                () -> {
                    mayComeLate.add(topic);
                    later(50, 200, () -> create(topic, partitions, then));
                });
    }

    private void delete(String topic, Runnable then) {
        DeleteTopicsRequest request = new DeleteTopicsRequest()
                .setTimeoutMs(1_000)
                .setTopics(List.of(new DeleteTopicsRequest.DeleteTopicState().setName(topic)));
        there.remove(topic);
        askAny(
                request,
                DeleteTopicsResponse.class,
                response -> {
                    ErrorCode error =
                            ErrorCode.forCode(response.responses().getFirst().errorCode());
                    if (error == ErrorCode.NONE || error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
                        gone.add(topic);
                        then.run();
                    } else {
                        later(50, 200, () -> delete(topic, then));
                    }
                },
                () -> later(50, 200, () -> delete(topic, then)));
    }

    /** Asks until every topic that was made has leaders, and all its replicas in sync, as every node sees it. */
    void awaitSettled(Runnable then) {
        awaitSettled(world().nodes(), then);
    }

    private void awaitSettled(List<String> nodes, Runnable then) {
        if (nodes.isEmpty()) {
            then.run();
            return;
        }
        Runnable again = () -> later(50, 200, () -> awaitSettled(nodes, then));
        ask(
                nodes.getFirst(),
                "any",
                PeerRequest.of(new MetadataRequest().setTopics(null), SETTLED_MILLIS),
                MetadataResponse.class,
                response -> {
                    Optional<String> open = unsettled(response);
                    if (open.isEmpty()) {
                        awaitSettled(nodes.subList(1, nodes.size()), then);
                    } else {
                        lastUnsettled = nodes.getFirst() + " says: " + open.get();
                        again.run();
                    }
                },
                again);
    }

    /** What was not settled when it was last asked for. */
    String lastUnsettled() {
        return lastUnsettled;
    }

    private Optional<String> unsettled(MetadataResponse response) {
        if (response.brokers().size() < world().nodes().size()) {
            return Optional.of(response.brokers().size() + " brokers");
        }
        Set<String> found = new TreeSet<>();
        for (var topic : response.topics()) {
            found.add(topic.name());
            for (var partition : topic.partitions()) {
                if (partition.errorCode() != ErrorCode.NONE.code()
                        || partition.leaderId() < 0
                        || partition.isrNodes().size()
                                < partition.replicaNodes().size()) {
                    return Optional.of(topic.name() + " " + partition);
                }
            }
        }
        return there.stream()
                .filter(topic -> !found.contains(topic))
                .findFirst()
                .map(topic -> "no topic " + topic);
    }

    /** Checks that what was made is there, and what was deleted is not. */
    void checkFinal(Runnable then) {
        askAny(
                new MetadataRequest().setTopics(null),
                MetadataResponse.class,
                response -> {
                    Set<String> found = new TreeSet<>();
                    response.topics().forEach(topic -> found.add(topic.name()));
                    for (String topic : there) {
                        if (!found.contains(topic)) {
                            throw new History.Violation("lost topic: " + topic + " was made, and there are " + found);
                        }
                    }
                    for (String topic : gone) {
                        if (found.contains(topic) && !mayComeLate.contains(topic)) {
                            throw new History.Violation("a topic came back: " + topic + " was deleted");
                        }
                    }
                    then.run();
                },
                () -> later(50, 200, () -> checkFinal(then)));
    }
}
