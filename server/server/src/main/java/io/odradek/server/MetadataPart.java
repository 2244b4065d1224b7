package io.odradek.server;

import io.odradek.base.Sentences;
import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.cluster.FeatureFacts;
import io.odradek.broker.controller.Controller;
import io.odradek.broker.controller.ControllerApis;
import io.odradek.broker.controller.ControllerClient;
import io.odradek.broker.controller.MetadataNode;
import io.odradek.broker.controller.MetadataRecordCodec;
import io.odradek.broker.publish.MetadataPublisher;
import io.odradek.broker.publish.MetadataSnapshots;
import io.odradek.broker.publish.Retries;
import io.odradek.broker.quorum.AddRaftVoterHandler;
import io.odradek.broker.quorum.BeginQuorumEpochHandler;
import io.odradek.broker.quorum.DescribeQuorumHandler;
import io.odradek.broker.quorum.EndQuorumEpochHandler;
import io.odradek.broker.quorum.FetchSnapshotHandler;
import io.odradek.broker.quorum.MetadataFetchHandler;
import io.odradek.broker.quorum.RemoveRaftVoterHandler;
import io.odradek.broker.quorum.UpdateRaftVoterHandler;
import io.odradek.broker.quorum.VoteHandler;
import io.odradek.broker.request.RequestHandler;
import io.odradek.coordinator.Timers;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.quorum.KraftMetadataLog;
import io.odradek.quorum.KraftSeams;
import io.odradek.quorum.KraftSpec;
import io.odradek.quorum.QuorumRequests;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What every node has, whatever its roles: the metadata log, the publisher of what is committed in it, the controller for when this
 * node leads, and the way to the controller for when another one does.
 */
final class MetadataPart {
    /** Milliseconds for which a node that stops waits until the quorum can do without it. */
    private static final long LEAVE_MS = 2_000;

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
        log = openLog(seams, config, cluster.clusterId(), folders, serial);
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
                new KraftQuorum(log, config.listeners().controllerNames().getFirst()),
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
                        + " failed: " + Sentences.end(String.valueOf(cause.getMessage()))
                        + " Repair or replace it, and start again"));
        var _ = publisher
                .failed()
                .thenAccept(
                        cause -> fatal.accept("the metadata log cannot be followed any more: " + cause.getMessage()));
    }

    private static KraftMetadataLog openLog(
            NodeSeams seams, BrokerConfig config, String clusterId, DataFolders folders, Executor serial)
            throws StartException {
        try {
            KraftSpec spec = new KraftSpec(
                    seams.disk(),
                    folders.metadataDir(),
                    QuorumAssembly.raft(config, clusterId, folders.identity().directoryId()),
                    config.quorum().segmentBytes(),
                    seams.time());
            return KraftMetadataLog.open(
                    spec,
                    new KraftSeams(
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

    /** The quorum's side of what comes in on the listeners of controllers. */
    List<RequestHandler<?>> quorumHandlers() {
        QuorumRequests quorum = new QuorumRequests(log);
        return List.of(
                new VoteHandler(quorum::vote),
                new BeginQuorumEpochHandler(quorum::beginQuorumEpoch),
                new EndQuorumEpochHandler(quorum::endQuorumEpoch),
                new MetadataFetchHandler(quorum::fetch),
                new FetchSnapshotHandler(quorum::fetchSnapshot),
                new DescribeQuorumHandler(quorum::describeQuorum),
                new AddRaftVoterHandler(quorum::addRaftVoter),
                new RemoveRaftVoterHandler(quorum::removeRaftVoter),
                new UpdateRaftVoterHandler(quorum::updateRaftVoter));
    }

    MetadataPublisher publisher() {
        return publisher;
    }

    /** What this node tells of features. */
    FeatureFacts features() {
        return new FeatureFacts(log::kraftVersion, publisher::publishedOffset);
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

    /** Lets another node lead, if this one does and there is one, and closes the log. */
    CompletionStage<@Nullable Void> closeLog(Timers timers) {
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        Timers.Cancellable limit = timers.schedule(LEAVE_MS, () -> over.complete(null));
        log.leave().whenComplete((_, _) -> over.complete(null));
        return over.thenAccept(_ -> {
            limit.cancel();
            log.close();
        });
    }
}
