package io.odradek.broker.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.odradek.base.Uuid;
import io.odradek.broker.ManualExecutor;
import io.odradek.broker.ManualTimers;
import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.partition.Appended;
import io.odradek.broker.partition.Partition;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.ResourceType;
import io.odradek.network.Peer;
import io.odradek.network.PeerClient;
import io.odradek.network.PeerFailure;
import io.odradek.network.PeerRequest;
import io.odradek.network.PeerResponse;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.AlterPartitionRequest;
import io.odradek.protocol.message.AlterPartitionResponse;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.metadata.BrokerRegistrationChangeRecord;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import io.odradek.protocol.metadata.TopicRecord;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.FileRecords;
import io.odradek.storage.ManualTime;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Brokers 1 to n with real replicas, fetchers and fetch handlers; the controller and the network are the test's. */
final class TestCluster {
    static final Uuid TOPIC_ID = new Uuid(1, 1);

    final ManualTime time = new ManualTime();
    final ManualTimers timers = new ManualTimers(time);
    final ControllerService controller = new IsrController();
    final Map<Integer, TestBroker> brokers = new TreeMap<>();
    /** Brokers that no request reaches and none leaves. */
    final Set<Integer> cut = new TreeSet<>();

    /** Fetches that were sent, and how many partitions they named. */
    int fetches;

    int namedPartitions;

    /** Bytes that a follower asks for of one partition. */
    int maxFetchBytes = 1 << 20;

    boolean autoSync = true;
    private final ManualExecutor network = new ManualExecutor();
    private final List<UnderWay> underWay = new ArrayList<>();
    private final Map<Integer, Long> epochs = new TreeMap<>();
    private ClusterImage image = ClusterImage.EMPTY;
    private long seed;

    TestCluster(int size, long seed) throws IOException {
        this.seed = seed;
        for (int id = 1; id <= size; id++) {
            commit(registration(id));
        }
        for (int id = 1; id <= size; id++) {
            start(id, new SimulatedDisk(this.seed++));
        }
    }

    /** A request whose connection breaks when its receiver dies. */
    private record UnderWay(int to, Peer peer, CompletableFuture<PeerResponse> answer) {}

    private RegisterBrokerRecord registration(int id) {
        long epoch = epochs.merge(id, 100L + id, (before, _) -> before + 100);
        RegisterBrokerRecord record = new RegisterBrokerRecord()
                .setBrokerId(id)
                .setBrokerEpoch(epoch)
                .setIncarnationId(new Uuid(epoch, id))
                .setRack("rack" + id)
                .setFenced(false)
                .setLogDirs(new ArrayList<>(List.of(new Uuid(9, id))));
        record.endPoints()
                .add(new RegisterBrokerRecord.BrokerEndpoint()
                        .setName(TestBroker.LISTENER)
                        .setHost("127.0.0.1")
                        .setPort(9000 + id));
        return record;
    }

    private void start(int id, SimulatedDisk disk) throws IOException {
        TestBroker broker = new TestBroker(id, this, disk);
        brokers.put(id, broker);
        broker.apply(image);
    }

    /** Kills a broker; the controller fences it and elects another leader from the ISR. */
    SimulatedDisk kill(int id) {
        SimulatedDisk left = brokers.remove(id).crash();
        for (UnderWay request : underWay) {
            if (request.to() == id) {
                network.execute(() ->
                        request.answer().completeExceptionally(new PeerFailure.Disconnected(request.peer(), "killed")));
            }
        }
        List<MetadataRecord> changes = new ArrayList<>();
        image.topics().all().forEach(topic -> {
            for (int number = 0; number < topic.partitions().size(); number++) {
                PartitionImage partition = topic.partitions().get(number);
                List<Integer> isr =
                        partition.isr().stream().filter(member -> member != id).toList();
                if (!isr.isEmpty() && isr.size() < partition.isr().size()) {
                    PartitionChangeRecord change = change(topic.id(), number).setIsr(new ArrayList<>(isr));
                    changes.add(partition.leader() == id ? change.setLeader(isr.getFirst()) : change);
                }
            }
        });
        changes.add(new BrokerRegistrationChangeRecord()
                .setBrokerId(id)
                .setBrokerEpoch(epochs.get(id))
                .setFenced((byte) 1));
        commit(changes.toArray(MetadataRecord[]::new));
        return left;
    }

    /** Starts a broker that was killed, under a new registration. */
    void restart(int id, SimulatedDisk disk) throws IOException {
        commit(registration(id));
        start(id, disk);
    }

    void create(String name, Uuid id, int partitions, Integer... replicas) {
        List<MetadataRecord> records = new ArrayList<>();
        records.add(new TopicRecord().setName(name).setTopicId(id));
        for (int number = 0; number < partitions; number++) {
            records.add(new PartitionRecord()
                    .setTopicId(id)
                    .setPartitionId(number)
                    .setReplicas(new ArrayList<>(List.of(replicas)))
                    .setIsr(new ArrayList<>(List.of(replicas)))
                    .setLeader(replicas[0])
                    .setLeaderEpoch(0)
                    .setPartitionEpoch(0));
        }
        commit(records.toArray(MetadataRecord[]::new));
    }

    static PartitionChangeRecord change(Uuid topic, int number) {
        return new PartitionChangeRecord().setTopicId(topic).setPartitionId(number);
    }

    void configure(ResourceType type, String name, String key, String value) {
        commit(new ConfigRecord()
                .setResourceType(type.id())
                .setResourceName(name)
                .setName(key)
                .setValue(value));
    }

    void elect(String topic, int number, int leader) {
        commit(change(image.topics().byName(topic).orElseThrow().id(), number).setLeader(leader));
    }

    PartitionImage state(String topic, int number) {
        return image.topics().partition(topic, number).orElseThrow();
    }

    void commit(MetadataRecord... records) {
        image = image.apply(List.of(records));
        for (TestBroker broker : List.copyOf(brokers.values())) {
            broker.apply(image);
        }
    }

    /** Runs everything that can run now. */
    void run() {
        boolean more = true;
        while (more) {
            more = network.runAll();
            for (TestBroker broker : List.copyOf(brokers.values())) {
                more |= broker.runTasks();
                if (autoSync) {
                    broker.sync();
                }
            }
        }
    }

    /** Lets time pass in small steps, and everything happen in it. */
    void pass(long ms) {
        for (long passed = 0; passed < ms; passed += 10) {
            run();
            timers.advance(10);
        }
        run();
    }

    Partition leader(String topic, int number) {
        return brokers.get(state(topic, number).leader()).partition(topic, number);
    }

    Appended append(String topic, int number, String value) {
        ByteBuffer batch = RecordBatchBuilder.create()
                .append(1_000L, null, ByteBuffer.wrap(value.getBytes(UTF_8)))
                .build();
        return leader(topic, number).append(batch, AppendOrigin.CLIENT, true);
    }

    /** A request of a client to one broker, answered at once or never. */
    List<ResponseMessage> ask(int broker, RequestMessage request, int version) {
        List<ResponseMessage> answers = new ArrayList<>();
        brokers.get(broker).handle(request, (short) version, response -> answers.add(asRead(response)));
        return answers;
    }

    PeerClient peersOf(int from) {
        return new PeerClient() {
            @Override
            public CompletionStage<PeerResponse> send(Peer peer, PeerRequest request) {
                CompletableFuture<PeerResponse> answer = new CompletableFuture<>();
                network.execute(() -> deliver(from, peer, request, answer));
                return answer;
            }

            @Override
            public void close(Peer peer) {}

            @Override
            public void whenDisconnected(Consumer<Peer> listener) {}
        };
    }

    private void deliver(int from, Peer peer, PeerRequest request, CompletableFuture<PeerResponse> answer) {
        int to = peer.port() - 9000;
        TestBroker target = brokers.get(to);
        underWay.removeIf(sent -> sent.answer().isDone());
        if (target == null || isCut(from, to)) {
            answer.completeExceptionally(new PeerFailure.NotConnected(peer, "cut"));
            return;
        }
        underWay.add(new UnderWay(to, peer, answer));
        RequestMessage message = request.body().inVersion(request.maxVersion());
        if (message instanceof FetchRequest fetch && fetch.sessionEpoch() >= 0) {
            fetches++;
            fetch.topics()
                    .forEach(topic -> namedPartitions += topic.partitions().size());
        }
        target.handle(message, request.maxVersion(), response -> {
            ResponseMessage read = asRead(response);
            network.execute(() -> {
                if (isCut(from, to)) {
                    answer.completeExceptionally(new PeerFailure.Disconnected(peer, "cut"));
                } else {
                    answer.complete(PeerResponse.of(read, request.maxVersion()));
                }
            });
        });
    }

    private boolean isCut(int from, int to) {
        return cut.contains(from) || cut.contains(to) || !brokers.containsKey(from) || !brokers.containsKey(to);
    }

    /** Records as the receiver gets them. */
    private static ResponseMessage asRead(ResponseMessage response) {
        if (response instanceof FetchResponse fetch) {
            fetch.responses()
                    .forEach(topic -> topic.partitions().forEach(data -> {
                        if (data.records() instanceof FileRecords file) {
                            try (file) {
                                data.setRecords(new MemoryRecords(file.readFully()));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }
                    }));
        }
        return response;
    }

    /** AlterPartition, as far as the tests need it. */
    private final class IsrController implements ControllerService {
        @Override
        public <P extends ResponseMessage> CompletionStage<P> request(ControllerRequest request, Class<P> type) {
            CompletableFuture<P> answer = new CompletableFuture<>();
            AlterPartitionRequest asked = (AlterPartitionRequest) request.body();
            network.execute(() -> answer.complete(type.cast(decide(asked))));
            return answer;
        }

        private AlterPartitionResponse decide(AlterPartitionRequest asked) {
            AlterPartitionResponse response = new AlterPartitionResponse();
            for (AlterPartitionRequest.TopicData topic : asked.topics()) {
                AlterPartitionResponse.TopicData answers = new AlterPartitionResponse.TopicData()
                        .setTopicId(topic.topicId())
                        .setPartitions(new ArrayList<>());
                response.topics().add(answers);
                topic.partitions()
                        .forEach(data -> answers.partitions().add(decide(asked.brokerId(), topic.topicId(), data)));
            }
            return response;
        }

        private AlterPartitionResponse.PartitionData decide(
                int sender, Uuid topic, AlterPartitionRequest.PartitionData data) {
            PartitionImage before = image.topics()
                    .byId(topic)
                    .flatMap(found -> found.partition(data.partitionIndex()))
                    .orElseThrow();
            AlterPartitionResponse.PartitionData answer =
                    new AlterPartitionResponse.PartitionData().setPartitionIndex(data.partitionIndex());
            boolean eligible = data.newIsrWithEpochs().stream()
                    .allMatch(member -> brokers.containsKey(member.brokerId())
                            && (member.brokerEpoch() == -1 || member.brokerEpoch() == epochs.get(member.brokerId())));
            if (before.leader() != sender || before.leaderEpoch() != data.leaderEpoch()) {
                return answer.setErrorCode(ErrorCode.FENCED_LEADER_EPOCH.code());
            }
            if (before.partitionEpoch() != data.partitionEpoch()) {
                return answer.setErrorCode(ErrorCode.INVALID_UPDATE_VERSION.code());
            }
            if (!eligible) {
                return answer.setErrorCode(ErrorCode.INELIGIBLE_REPLICA.code());
            }
            List<Integer> isr = new ArrayList<>(data.newIsrWithEpochs().stream()
                    .map(AlterPartitionRequest.BrokerState::brokerId)
                    .toList());
            commit(change(topic, data.partitionIndex()).setIsr(isr));
            return answer.setLeaderId(before.leader())
                    .setLeaderEpoch(before.leaderEpoch())
                    .setIsr(isr)
                    .setPartitionEpoch(before.partitionEpoch() + 1);
        }
    }
}
