package io.odradek.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.metadata.controller.BrokerContacts;
import io.odradek.metadata.controller.BrokerDecider;
import io.odradek.metadata.controller.ControllerContext;
import io.odradek.metadata.controller.FeatureDecider;
import io.odradek.metadata.controller.HeartbeatDecider;
import io.odradek.metadata.controller.Moment;
import io.odradek.metadata.controller.Policies;
import io.odradek.metadata.controller.QuorumFacts;
import io.odradek.metadata.controller.SessionTimes;
import io.odradek.metadata.controller.TopicDecider;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerHeartbeatResponse;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.metadata.FeatureLevelRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A cluster for tests, with a log that is only as long as it says: decisions are applied as soon as they are made. Eligible leader
 * replicas are off until {@link #feature} turns them on.
 */
public final class Fixture {
    public static final String CLUSTER = "test-cluster";

    private final Random random;
    private final BrokerConfig config;
    private final ControllerContext context;
    private final TopicDecider topics;
    private final BrokerDecider brokers;
    private final HeartbeatDecider heartbeats;
    private BrokerContacts contacts;
    private ClusterImage image;
    private long nextOffset = 1;
    private long nowMs = 1_000_000;

    public Fixture(long seed, Map<String, String> file) {
        this(seed, file, Policies.NONE);
    }

    public Fixture(long seed, Map<String, String> file, Policies policies) {
        this.random = new Random(seed);
        this.config = BrokerConfigLoader.load(file).config();
        this.context = new ControllerContext(config, policies);
        this.topics = new TopicDecider(context, new UuidSource(random::nextLong), random::nextLong);
        this.brokers = new BrokerDecider(context, CLUSTER);
        this.heartbeats = new HeartbeatDecider(context);
        this.contacts = new BrokerContacts(SessionTimes.of(config), nowMs);
        this.image = ClusterImage.EMPTY.apply(new FeatureDecider()
                .bootstrap(ClusterImage.EMPTY, Map.of(FeatureDecider.ELR_VERSION, (short) 0))
                .records());
    }

    /** A cluster of broker 1. */
    public static Fixture single() {
        Fixture fixture = new Fixture(1, Map.of());
        fixture.start(1, "");
        return fixture;
    }

    /** A cluster of so many brokers, from 1, all ready. */
    public static Fixture of(int count) {
        Fixture fixture = new Fixture(count, Map.of());
        for (int id = 1; id <= count; id++) {
            fixture.start(id, "");
        }
        return fixture;
    }

    public Fixture feature(String name, int level) {
        apply(List.of(new FeatureLevelRecord().setName(name).setFeatureLevel((short) level)));
        return this;
    }

    public ClusterImage image() {
        return image;
    }

    public BrokerConfig config() {
        return config;
    }

    public ControllerContext context() {
        return context;
    }

    public TopicDecider topics() {
        return topics;
    }

    public BrokerDecider brokers() {
        return brokers;
    }

    public HeartbeatDecider heartbeats() {
        return heartbeats;
    }

    public BrokerContacts contacts() {
        return contacts;
    }

    public long nowMs() {
        return nowMs;
    }

    public long nextOffset() {
        return nextOffset;
    }

    public Moment moment() {
        return new Moment(nextOffset, nowMs, contacts, new QuorumFacts((short) 0, List.of(1)));
    }

    /** Time goes by while the controller looks for stale brokers as often as it should; nothing is fenced. */
    public void passes(long millis) {
        for (long end = nowMs + millis; nowMs < end; ) {
            nowMs = Math.min(end, nowMs + BrokerContacts.LOOK_INTERVAL_MS);
            contacts.mostStale(image, nowMs);
        }
    }

    /** The controller is paused: time goes by and it does not look. */
    public void standsStill(long millis) {
        nowMs += millis;
    }

    /** Another controller becomes active. */
    public void failOver() {
        contacts = new BrokerContacts(SessionTimes.of(config), nowMs);
    }

    public <T> T apply(Decision<MetadataRecord, T> decision) {
        apply(decision.records());
        return decision.reply();
    }

    public void apply(List<? extends MetadataRecord> records) {
        image = image.apply(records);
        nextOffset += records.size();
    }

    /** Registers a new process of a broker, which is ready at once. */
    public void start(int id, String rack) {
        BrokerRegistrationResponse response = register(registration(id, rack));
        assertThat(response.errorCode()).as("registration of broker %d", id).isZero();
        assertThat(heartbeat(id).isFenced()).isFalse();
    }

    public BrokerRegistrationResponse register(BrokerRegistrationRequest request) {
        BrokerRegistrationResponse response = apply(brokers.register(image, request, moment()));
        if (response.errorCode() == 0) {
            contacts.registered(request, response.brokerEpoch(), nowMs);
        }
        return response;
    }

    /** A process dies, and its session is over. */
    public void kill(int id) {
        apply(heartbeats.fence(image, id));
        contacts = new BrokerContacts(SessionTimes.of(config), nowMs);
        for (BrokerImage broker : image.nodes().alive()) {
            contacts.heard(image, heartbeatOf(broker), nowMs);
        }
    }

    public BrokerHeartbeatResponse heartbeat(int id) {
        return heartbeat(heartbeatOf(broker(id)));
    }

    public BrokerHeartbeatResponse heartbeat(BrokerHeartbeatRequest request) {
        contacts.heard(image, request, nowMs);
        Decision<MetadataRecord, BrokerHeartbeatResponse> decision = heartbeats.heartbeat(image, request, moment());
        BrokerHeartbeatResponse response = apply(decision);
        if (request.wantShutDown() && !decision.changesNothing()) {
            contacts.handedOver(request.brokerId(), nextOffset - 1);
        }
        return response;
    }

    /** A heartbeat that says that the broker has read everything. */
    public BrokerHeartbeatRequest heartbeatOf(BrokerImage broker) {
        return new BrokerHeartbeatRequest()
                .setBrokerId(broker.id())
                .setBrokerEpoch(broker.epoch())
                .setCurrentMetadataOffset(nextOffset - 1);
    }

    public BrokerImage broker(int id) {
        return image.nodes().broker(id).orElseThrow();
    }

    public PartitionImage partition(String topic, int number) {
        return image.topics().partition(topic, number).orElseThrow();
    }

    /** A topic of one partition with these replicas, led by the first. */
    public PartitionImage topic(String name, Integer... replicas) {
        CreateTopicsRequest request = create(name, -1, -1);
        request.topics()
                .getFirst()
                .assignments()
                .add(new CreateTopicsRequest.CreatableReplicaAssignment()
                        .setPartitionIndex(0)
                        .setBrokerIds(List.of(replicas)));
        assertThat(apply(topics.createTopics(image, request))
                        .topics()
                        .getFirst()
                        .errorCode())
                .as("creation of %s", name)
                .isZero();
        return partition(name, 0);
    }

    /** The same with settings of its own. */
    public PartitionImage topic(String name, Map<String, String> configs, Integer... replicas) {
        CreateTopicsRequest request = create(name, -1, -1);
        CreateTopicsRequest.CreatableTopic topic = request.topics().getFirst();
        topic.assignments()
                .add(new CreateTopicsRequest.CreatableReplicaAssignment()
                        .setPartitionIndex(0)
                        .setBrokerIds(List.of(replicas)));
        configs.forEach((key, value) -> topic.configs()
                .add(new CreateTopicsRequest.CreatableTopicConfig().setName(key).setValue(value)));
        assertThat(apply(topics.createTopics(image, request))
                        .topics()
                        .getFirst()
                        .errorCode())
                .as("creation of %s", name)
                .isZero();
        return partition(name, 0);
    }

    public BrokerRegistrationRequest registration(int id, String rack) {
        BrokerRegistrationRequest request = new BrokerRegistrationRequest()
                .setBrokerId(id)
                .setClusterId(CLUSTER)
                .setIncarnationId(new Uuid(random.nextLong(), random.nextLong()))
                .setRack(rack.isEmpty() ? null : rack)
                .setLogDirs(List.of(new Uuid(7L, id)));
        request.listeners()
                .add(new BrokerRegistrationRequest.Listener()
                        .setName("PLAINTEXT")
                        .setHost("localhost")
                        .setPort(9092 + id));
        feature(request, "metadata.version", 7, 33);
        feature(request, "eligible.leader.replicas.version", 0, 1);
        feature(request, SessionTimes.FEATURE, 0, 1);
        return request;
    }

    public static void feature(BrokerRegistrationRequest request, String name, int min, int max) {
        List<BrokerRegistrationRequest.Feature> features = new ArrayList<>(request.features());
        features.add(new BrokerRegistrationRequest.Feature()
                .setName(name)
                .setMinSupportedVersion((short) min)
                .setMaxSupportedVersion((short) max));
        request.setFeatures(features);
    }

    public static CreateTopicsRequest create(String name, int partitions, int replicationFactor) {
        CreateTopicsRequest request = new CreateTopicsRequest();
        request.topics()
                .add(new CreateTopicsRequest.CreatableTopic()
                        .setName(name)
                        .setNumPartitions(partitions)
                        .setReplicationFactor((short) replicationFactor));
        return request;
    }
}
