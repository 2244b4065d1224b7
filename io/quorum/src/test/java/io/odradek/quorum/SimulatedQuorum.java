package io.odradek.quorum;

import io.odradek.base.Time;
import io.odradek.base.Uuid;
import io.odradek.network.Peer;
import io.odradek.network.PeerClient;
import io.odradek.network.PeerFailure;
import io.odradek.network.PeerRequest;
import io.odradek.network.PeerResponse;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.Message;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.raft.Destination;
import io.odradek.raft.Endpoints;
import io.odradek.raft.RaftConfig;
import io.odradek.raft.RaftTiming;
import io.odradek.raft.ReplicaKey;
import io.odradek.raft.SupportedVersions;
import io.odradek.raft.Voter;
import io.odradek.raft.VoterSet;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Metadata logs of several nodes on one thread, in virtual time, with messages that go through their bytes. */
final class SimulatedQuorum implements Time {
    static final String LISTENER = "CONTROLLER";
    static final Path DIRECTORY = Path.of("/meta");

    private record Event(long atMs, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final SplittableRandom random;
    final SortedMap<Integer, Node> nodes = new TreeMap<>();
    final SortedSet<Integer> cutOff = new TreeSet<>();
    private long nowMs;
    private long sequence;

    SimulatedQuorum(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public long wallMillis() {
        return 1_700_000_000_000L + nowMs;
    }

    @Override
    public long monotonicNanos() {
        return nowMs * 1_000_000L;
    }

    static ReplicaKey key(int id) {
        return new ReplicaKey(id, new Uuid(5, id));
    }

    static Endpoints endpoints(int id) {
        return Endpoints.of(LISTENER, "host" + id, 9093);
    }

    static VoterSet staticVoters(int... ids) {
        return new VoterSet(IntStream.of(ids)
                .mapToObj(id -> new Voter(ReplicaKey.of(id), endpoints(id), SupportedVersions.STATIC_ONLY))
                .toList());
    }

    static RaftConfig config(int id, VoterSet voters, boolean controller, int... bootstrap) {
        List<Destination> servers = new ArrayList<>();
        for (int server : bootstrap) {
            servers.add(Destination.bootstrap(servers.size(), "host" + server, 9093));
        }
        return new RaftConfig(
                "cluster",
                key(id),
                LISTENER,
                controller ? endpoints(id) : Endpoints.NONE,
                voters,
                servers,
                false,
                RaftTiming.DEFAULT,
                RaftConfig.DEFAULT_FETCH_BYTES);
    }

    /** One node; it lives until it is killed, and may be started again on the same disk. */
    final class Node implements PeerClient {
        final RaftConfig config;
        SimulatedDisk disk;
        final LogImage image = new LogImage();
        private int life;
        Optional<KraftMetadataLog> log = Optional.empty();

        Node(RaftConfig config, SimulatedDisk disk) {
            this.config = config;
            this.disk = disk;
        }

        int id() {
            return config.self().id();
        }

        Node start() throws IOException {
            life++;
            image.clear();
            Executor executor = executor(life);
            int of = life;
            disk.completeSyncsBy(task -> at(1 + random.nextInt(8), () -> inLife(of, task)));
            KraftMetadataLog opened = KraftMetadataLog.open(
                    new KraftSpec(disk, DIRECTORY, config, 4_000, SimulatedQuorum.this),
                    new KraftSeams(executor, executor, executor, this, timer(life), random.split()));
            log = Optional.of(opened);
            opened.start(image);
            return this;
        }

        KraftMetadataLog get() {
            return log.orElseThrow();
        }

        /** A power failure: nothing that waits for this node happens any more, and its disk loses what was not synced. */
        void kill() {
            life++;
            log = Optional.empty();
            disk = disk.crash();
        }

        void stop() {
            log.ifPresent(KraftMetadataLog::close);
            runFor(1);
            kill();
        }

        private Executor executor(int of) {
            return task -> at(0, () -> inLife(of, task));
        }

        private QuorumTimer timer(int of) {
            return (delayMs, task) -> {
                boolean[] cancelled = new boolean[1];
                at(delayMs, () -> {
                    if (!cancelled[0]) {
                        inLife(of, task);
                    }
                });
                return () -> cancelled[0] = true;
            };
        }

        private void inLife(int of, Runnable task) {
            if (life == of) {
                task.run();
            }
        }

        @Override
        public CompletionStage<PeerResponse> send(Peer peer, PeerRequest request) {
            CompletableFuture<PeerResponse> result = new CompletableFuture<>();
            Node target = nodes.get(Integer.parseInt(peer.host().substring("host".length())));
            short version = request.maxVersion();
            RequestMessage sent = reread(request.body().inVersion(version), version);
            at(1 + random.nextInt(3), () -> {
                boolean reaches = target != null
                        && target.log.isPresent()
                        && !cutOff.contains(id())
                        && !cutOff.contains(target.id());
                if (!reaches) {
                    result.completeExceptionally(new PeerFailure.NotConnected(peer, "it is not there"));
                    return;
                }
                target.serve(sent)
                        .whenComplete((response, failure) -> at(1 + random.nextInt(3), () -> {
                            if (failure != null || cutOff.contains(id()) || cutOff.contains(target.id())) {
                                result.completeExceptionally(
                                        new PeerFailure.Disconnected(peer, String.valueOf(failure)));
                            } else {
                                result.complete(PeerResponse.of(reread(response, version), version));
                            }
                        }));
            });
            return result;
        }

        private CompletionStage<? extends ResponseMessage> serve(RequestMessage request) {
            if (request instanceof ApiVersionsRequest) {
                return CompletableFuture.completedFuture(new ApiVersionsResponse()
                        .setSupportedFeatures(List.of(new ApiVersionsResponse.SupportedFeatureKey()
                                .setName("kraft.version")
                                .setMaxVersion((short) 1))));
            }
            return get().receive(LISTENER, request);
        }

        @Override
        public void close(Peer peer) {}

        @Override
        public void whenDisconnected(Consumer<Peer> listener) {}
    }

    private static byte[] bytes(Message message, short version) {
        WireWriter out = WireWriter.copying(ByteBuffer.allocate(message.size(version)));
        message.write(out, version);
        ByteBuffer written = out.written();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }

    private static RequestMessage reread(RequestMessage message, short version) {
        ApiKey key = message.apiKey();
        return key.readRequest(new WireReader(ByteBuffer.wrap(bytes(message, version))), version);
    }

    private static ResponseMessage reread(ResponseMessage message, short version) {
        ApiKey key = message.apiKey();
        return key.readResponse(new WireReader(ByteBuffer.wrap(bytes(message, version))), version);
    }

    Node add(RaftConfig config, SimulatedDisk disk) {
        Node node = new Node(config, disk);
        nodes.put(node.id(), node);
        return node;
    }

    private void at(long delayMs, Runnable action) {
        events.add(new Event(nowMs + Math.max(0, delayMs), sequence++, action));
    }

    void runFor(long ms) {
        long end = nowMs + ms;
        while (!events.isEmpty() && events.peek().atMs() <= end) {
            Event event = events.poll();
            nowMs = event.atMs();
            event.action().run();
        }
        nowMs = end;
    }

    /** The node that is ready to lead, within 30 s. */
    Node awaitLeader() {
        for (int i = 0; i < 300; i++) {
            for (Node node : nodes.values()) {
                boolean leads = node.log.isPresent()
                        && !cutOff.contains(node.id())
                        && node.get().leader().isLeader(node.id())
                        && node.image.readyEpoch == node.get().leader().epoch();
                if (leads) {
                    return node;
                }
            }
            runFor(100);
        }
        throw new AssertionError("nobody leads within 30 s");
    }

    /** Appends by whoever leads and waits for the commit; a refusal is an error. */
    void commit(String... values) {
        Node leader = awaitLeader();
        CompletableFuture<Long> done = leader.get()
                .append(leader.image.readyEpoch, LogImage.batch(values))
                .toCompletableFuture();
        for (int i = 0; i < 300 && !done.isDone(); i++) {
            runFor(10);
        }
        try {
            done.getNow(-1L);
        } catch (RuntimeException e) {
            throw e.getCause() instanceof ApiException refused ? refused : e;
        }
        if (!done.isDone()) {
            throw new AssertionError("not committed within 3 s");
        }
    }
}
