package io.odradek.metadata;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.metadata.controller.BrokerDecider;
import io.odradek.metadata.controller.ControllerContext;
import io.odradek.metadata.controller.TopicDecider;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A cluster for tests: brokers are registered, decisions are applied as soon as they are made. */
public final class Fixture {
    private final Random random;
    private final BrokerConfig config;
    private final ControllerContext context;
    private final TopicDecider topics;
    private ClusterImage image = ClusterImage.EMPTY;
    private long epoch;

    public Fixture(long seed, Map<String, String> file) {
        this.random = new Random(seed);
        this.config = BrokerConfigLoader.load(file).config();
        this.context = new ControllerContext(config);
        this.topics = new TopicDecider(context, new UuidSource(random::nextLong), random::nextLong);
    }

    /** A cluster of broker 1. */
    public static Fixture single() {
        Fixture fixture = new Fixture(1, Map.of());
        fixture.start(1, "");
        return fixture;
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

    public <T> T apply(Decision<MetadataRecord, T> decision) {
        image = image.apply(decision.records());
        return decision.reply();
    }

    public void apply(List<? extends MetadataRecord> records) {
        image = image.apply(records);
    }

    /** Registers a broker that is ready at once. */
    public void start(int id, String rack) {
        apply(new BrokerDecider().registerUnfenced(image, registration(id, rack), ++epoch));
    }

    public long nextEpoch() {
        return ++epoch;
    }

    public BrokerRegistrationRequest registration(int id, String rack) {
        BrokerRegistrationRequest request = new BrokerRegistrationRequest()
                .setBrokerId(id)
                .setIncarnationId(new Uuid(random.nextLong(), random.nextLong()))
                .setRack(rack.isEmpty() ? null : rack)
                .setLogDirs(List.of(new Uuid(7L, id)));
        request.listeners()
                .add(new BrokerRegistrationRequest.Listener()
                        .setName("PLAINTEXT")
                        .setHost("localhost")
                        .setPort(9092 + id));
        request.features()
                .add(new BrokerRegistrationRequest.Feature()
                        .setName("metadata.version")
                        .setMinSupportedVersion((short) 7)
                        .setMaxSupportedVersion((short) 33));
        return request;
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
