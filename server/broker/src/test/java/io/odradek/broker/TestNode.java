package io.odradek.broker;

import io.odradek.base.Uuid;
import io.odradek.broker.controller.Controller;
import io.odradek.broker.controller.ControllerApis;
import io.odradek.broker.controller.MetadataNode;
import io.odradek.broker.controller.MetadataRecordCodec;
import io.odradek.broker.controller.QuorumService;
import io.odradek.broker.publish.ImageListener;
import io.odradek.broker.publish.MetadataPublisher;
import io.odradek.broker.publish.MetadataSnapshots;
import io.odradek.broker.publish.Retries;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.metadata.controller.ControllerContext;
import io.odradek.metadata.controller.FeatureDecider;
import io.odradek.metadata.controller.MetadataLevel;
import io.odradek.metadata.controller.Policies;
import io.odradek.metadata.controller.QuorumFacts;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.metadata.FeatureLevelRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.quorum.KraftMetadataLog;
import io.odradek.quorum.MetadataLog;
import io.odradek.storage.ManualTime;
import io.odradek.storage.disk.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Metadata log, publisher and controller of one node, on the thread of the test. */
public final class TestNode {
    public static final List<MetadataRecord> FIRST_RECORDS = List.of(
            new FeatureLevelRecord().setName(FeatureDecider.METADATA_VERSION).setFeatureLevel(MetadataLevel.LATEST));

    public final int id;
    public final ManualTime time;
    public final ManualTimers timers;
    public final ManualExecutor serial = new ManualExecutor();
    public final ManualExecutor diskTasks = new ManualExecutor();
    public final Retries retries;
    public final BrokerConfig config;
    public final MetadataLog log;
    private final KraftMetadataLog quorum;
    public final MetadataPublisher publisher;
    public final ControllerApis apis;
    public final Controller controller;
    public final MetadataNode node;
    public final List<ImageListener> listeners = new ArrayList<>();

    public TestNode(int id, SimulatedDisk disk, ManualTime time) {
        this(id, disk, time, UnaryOperator.identity());
    }

    /** @param seen what the node sees of its log */
    public TestNode(int id, SimulatedDisk disk, ManualTime time, UnaryOperator<MetadataLog> seen) {
        this.id = id;
        this.time = time;
        this.timers = new ManualTimers(time);
        this.retries = new Retries(timers, time);
        this.config =
                BrokerConfigLoader.load(Map.of("node.id", Integer.toString(id))).config();
        KraftMetadataLog local = MetadataFixture.log(disk, id, time, serial, diskTasks);
        this.quorum = local;
        this.log = seen.apply(local);
        MetadataRecordCodec codec = new MetadataRecordCodec();
        this.publisher =
                new MetadataPublisher(codec, new MetadataSnapshots(log, codec, time, Long.MAX_VALUE), retries, serial);
        publisher.addListener(delta -> listeners.forEach(listener -> listener.changed(delta)));
        ControllerContext context = new ControllerContext(config, Policies.NONE);
        this.apis = new ControllerApis("cluster", context, new SplittableRandom(id)::nextLong);
        this.controller = new Controller(
                apis, context, FIRST_RECORDS, codec, log, new SoleVoter(id, local), publisher, serial, timers, time);
        this.node = new MetadataNode(id, log, publisher, controller);
    }

    public TestNode start() {
        node.start();
        run();
        return this;
    }

    /** Runs everything that waits, but for timers. */
    public void run() {
        boolean more = true;
        while (more) {
            more = serial.runAll() | diskTasks.runAll();
        }
    }

    public int kraftVersion() {
        return quorum.kraftVersion();
    }

    public ClusterImage image() {
        return publisher.publishedImage();
    }

    /** How a broker with one log directory introduces itself. */
    public static BrokerRegistrationRequest registration(int brokerId) {
        BrokerRegistrationRequest request = new BrokerRegistrationRequest()
                .setBrokerId(brokerId)
                .setClusterId("cluster")
                .setIncarnationId(new Uuid(7, brokerId))
                .setLogDirs(new ArrayList<>(List.of(new Uuid(9, brokerId))));
        request.listeners()
                .add(new BrokerRegistrationRequest.Listener()
                        .setName("PLAINTEXT")
                        .setHost("host" + brokerId)
                        .setPort(9092));
        request.features()
                .add(new BrokerRegistrationRequest.Feature()
                        .setName(FeatureDecider.METADATA_VERSION)
                        .setMinSupportedVersion((short) 7)
                        .setMaxSupportedVersion(MetadataLevel.LATEST));
        return request;
    }

    /** A quorum of one. */
    private record SoleVoter(int nodeId, KraftMetadataLog log) implements QuorumService {
        @Override
        public Optional<CompletionStage<ResponseMessage>> answer(RequestMessage request, short version) {
            return Optional.empty();
        }

        @Override
        public CompletionStage<@Nullable Void> upgrade(short kraftVersion) {
            return log.upgradeKRaftVersion(kraftVersion);
        }

        @Override
        public QuorumFacts facts() {
            return new QuorumFacts((short) log.kraftVersion(), List.of(nodeId));
        }
    }
}
