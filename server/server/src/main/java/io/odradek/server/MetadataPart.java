package io.odradek.server;

import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.controller.Controller;
import io.odradek.broker.controller.ControllerApis;
import io.odradek.broker.controller.ControllerClient;
import io.odradek.broker.controller.MetadataNode;
import io.odradek.broker.controller.MetadataRecordCodec;
import io.odradek.broker.controller.QuorumService;
import io.odradek.broker.publish.MetadataPublisher;
import io.odradek.broker.publish.MetadataSnapshots;
import io.odradek.broker.publish.Retries;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.controller.QuorumFacts;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.quorum.KraftMetadataLog;
import io.odradek.quorum.KraftSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What every node has, whatever its roles: the metadata log, the publisher of what is committed in it, the controller for when this
 * node leads, and the way to the controller for when another one does.
 */
final class MetadataPart {
    private final KraftMetadataLog log;
    private final MetadataPublisher publisher;
    private final ControllerApis apis;
    private final Controller controller;
    private final ControllerClient client;
    private final MetadataNode node;

    /**
     * @param firstRecords what a new cluster begins with
     * @param serial runs one task at a time, in order
     */
    MetadataPart(
            NodeSeams seams,
            BrokerConfig config,
            DataFolders folders,
            List<MetadataRecord> firstRecords,
            ClusterState cluster,
            Retries retries,
            Executor serial,
            Consumer<String> fatal)
            throws StartException {
        MetadataRecordCodec codec = new MetadataRecordCodec();
        log = openLog(seams, config, folders, serial);
        publisher = new MetadataPublisher(
                codec,
                new MetadataSnapshots(log, codec, seams.time(), config.quorum().recordBytesBetweenSnapshots()),
                retries,
                serial);
        apis = new ControllerApis(cluster.clusterId(), cluster.context(), seams.random()::nextLong);
        controller = new Controller(
                apis,
                cluster.context(),
                firstRecords,
                codec,
                log,
                new SoleVoter(config.nodeId()),
                publisher,
                serial,
                seams.timers(),
                seams.time());
        client = new ControllerClient(
                controller,
                log,
                publisher,
                seams.transport().peers(),
                config.listeners().controllerNames().getFirst(),
                seams.timers(),
                seams.time());
        node = new MetadataNode(config.nodeId(), log, publisher, controller);
        node.tell(client);
        // A node without its metadata log would serve on, and never again change or learn anything.
        var _ = log.failed()
                .thenAccept(cause -> fatal.accept("the disk under the metadata log in " + folders.metadataDir()
                        + " failed: " + cause.getMessage() + ". Repair or replace it, and start again"));
        var _ = publisher
                .failed()
                .thenAccept(
                        cause -> fatal.accept("the metadata log cannot be followed any more: " + cause.getMessage()));
    }

    /** A quorum of one, whose members do not change. */
    private record SoleVoter(int nodeId) implements QuorumService {
        @Override
        public Optional<CompletionStage<ResponseMessage>> answer(RequestMessage request) {
            return Optional.empty();
        }

        @Override
        public QuorumFacts facts() {
            return new QuorumFacts((short) 0, List.of(nodeId));
        }
    }

    private static KraftMetadataLog openLog(NodeSeams seams, BrokerConfig config, DataFolders folders, Executor serial)
            throws StartException {
        try {
            KraftSpec spec = new KraftSpec(
                    seams.disk(),
                    folders.metadataDir(),
                    QuorumAssembly.raft(
                            config,
                            folders.identity().clusterId(),
                            folders.identity().directoryId()),
                    config.quorum().segmentBytes(),
                    seams.time());
            return KraftMetadataLog.open(
                    spec,
                    new KraftMetadataLog.Seams(
                            serial,
                            seams.executors().blocking(),
                            seams.executors().metadataDisk(),
                            seams.transport().peers(),
                            (delayMs, task) -> seams.timers().schedule(delayMs, task)::cancel,
                            seams.random()));
        } catch (IOException e) {
            throw new StartException(
                    "The metadata log in " + folders.metadataDir() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    MetadataPublisher publisher() {
        return publisher;
    }

    ControllerApis apis() {
        return apis;
    }

    Controller controller() {
        return controller;
    }

    ControllerClient client() {
        return client;
    }

    /** Id of the node that leads the metadata log, -1 if none is known. */
    int leaderId() {
        return log.leader().leaderId().orElse(-1);
    }

    /** Begins to follow the log, once every listener has been added to the publisher. */
    void start() {
        node.start();
    }

    /** Requests that wait for a controller fail, and this node is none any more. */
    void stop() {
        client.close();
        node.stop();
    }

    void closeLog() {
        log.close();
    }
}
