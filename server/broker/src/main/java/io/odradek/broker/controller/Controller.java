package io.odradek.broker.controller;

import io.odradek.base.Decision;
import io.odradek.base.Time;
import io.odradek.broker.publish.MetadataPublisher;
import io.odradek.coordinator.Command;
import io.odradek.coordinator.CoordinatorErrors;
import io.odradek.coordinator.CoordinatorListener;
import io.odradek.coordinator.CoordinatorLog;
import io.odradek.coordinator.CoordinatorRuntime;
import io.odradek.coordinator.CoordinatorSpec;
import io.odradek.coordinator.EncodedRecord;
import io.odradek.coordinator.RecordCodec;
import io.odradek.coordinator.ReplyHandler;
import io.odradek.coordinator.Timers;
import io.odradek.metadata.controller.ControllerContext;
import io.odradek.metadata.controller.Moment;
import io.odradek.metadata.controller.OperationLimits;
import io.odradek.metadata.controller.SessionTimes;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerHeartbeatResponse;
import io.odradek.protocol.message.UpdateFeaturesRequest;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.quorum.MetadataLog;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller, as long as this node leads the metadata log: decides requests one after the other, appends what they come to,
 * and answers once that is committed and this node's broker has taken it over. While another node leads there is none here, and
 * every request is refused with NOT_CONTROLLER.
 *
 * <p>Decisions are made on the executor of the metadata log; {@link #request} and {@link #submit} are for any thread.
 */
public final class Controller implements ControllerService {
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

    /** Bytes of one batch: KRaft's bound. */
    private static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;

    private final ControllerApis apis;
    private final List<MetadataRecord> firstRecords;
    private final RecordCodec<MetadataRecord> codec;
    private final MetadataLog log;
    private final QuorumService quorum;
    private final MetadataPublisher publisher;
    private final Time time;
    private final ControllerContext context;
    private final PreparedMachine machine = new PreparedMachine();
    private final BrokerWatch watch;
    private final ControllerDuties duties;
    private final CoordinatorRuntime<ClusterImage, MetadataRecord> runtime;
    private final List<Runnable> onActive = new CopyOnWriteArrayList<>();
    private volatile boolean serving;

    /**
     * @param firstRecords what a new cluster begins with: appended by the first controller that it has
     * @param serial runs one task at a time, in order; the callbacks of the metadata log come on it as well
     */
    public Controller(
            ControllerApis apis,
            ControllerContext context,
            List<MetadataRecord> firstRecords,
            RecordCodec<MetadataRecord> codec,
            MetadataLog log,
            QuorumService quorum,
            MetadataPublisher publisher,
            Executor serial,
            Timers timers,
            Time time) {
        this.apis = apis;
        this.context = context;
        this.watch = new BrokerWatch(SessionTimes.of(context.config(ClusterImage.EMPTY)), quorum::facts, time);
        this.duties = new ControllerDuties(new DutiesHost(), watch, context);
        this.firstRecords = List.copyOf(firstRecords);
        this.codec = codec;
        this.log = log;
        this.quorum = quorum;
        this.publisher = publisher;
        this.time = time;
        this.runtime = new CoordinatorRuntime<>(
                new CoordinatorSpec<>("the controller", machine, codec, CoordinatorErrors.CONTROLLER),
                serial,
                timers,
                time);
        runtime.addListener(new CoordinatorListener() {
            @Override
            public void activated() {
                watch.begin(log.silentPredecessor());
                beginCluster();
            }

            @Override
            public void deactivated(String reason) {
                serving = false;
            }
        });
    }

    /** Runs the task, which must not block, each time that requests begin to be decided here. */
    public void whenActive(Runnable task) {
        onActive.add(task);
    }

    /** This node leads the epoch, and everything before it has been published. On the executor of the metadata log. */
    void lead(int epoch) {
        publisher.committedState().abort().ifPresent(abort -> endForeignTransaction(epoch, abort));
        runtime.activate(new EpochLog(epoch), () -> CompletableFuture.completedStage(publisher.committedImage()));
    }

    /** What follows in the log takes effect only behind it. Appends keep their order, so nothing has to wait for it. */
    private void endForeignTransaction(int epoch, MetadataRecord abort) {
        LOG.warn("A metadata transaction that an earlier leader left open is aborted");
        EncodedRecord encoded = codec.encode(abort);
        ByteBuffer batch = RecordBatchBuilder.create()
                .append(time.wallMillis(), encoded.key(), encoded.value())
                .build();
        log.append(epoch, batch).whenComplete((_, error) -> {
            if (error != null) {
                LOG.error("The open metadata transaction was not aborted: {}", error.toString(), error);
                resign();
            }
        });
    }

    /** This node leads no more. */
    void resign() {
        serving = false;
        runtime.deactivate();
    }

    /** Whether requests are decided here. */
    public boolean isActive() {
        return serving;
    }

    /**
     * Decides a request here.
     *
     * @return completes on the executor of the metadata log, once the decision is committed and this broker has taken it over;
     *     fails with an {@link ApiException}, NOT_CONTROLLER while there is no controller here
     */
    @Override
    public <P extends ResponseMessage> CompletionStage<P> request(ControllerRequest request, Class<P> type) {
        if (!serving) {
            return CompletableFuture.failedStage(inactive());
        }
        Optional<CompletionStage<ResponseMessage>> ofQuorum = quorum.answer(request.body(), request.version());
        if (ofQuorum.isPresent()) {
            return ofQuorum.get().thenApply(type::cast);
        }
        if (request.body() instanceof BrokerHeartbeatRequest heartbeat) {
            watch.heard(heartbeat);
        }
        CompletionStage<ResponseMessage> decided = request.body() instanceof UpdateFeaturesRequest update
                ? new FeatureUpdate(quorum, this::decided).carryOut(request, update)
                : decided(request);
        return decided.thenApply(type::cast);
    }

    private CompletionStage<ResponseMessage> decided(ControllerRequest request) {
        return submit((image, _) -> decide(image, request));
    }

    /** The connection on which a broker sent its heartbeats has broken. Any thread. */
    public void connectionLost(int brokerId) {
        if (serving) {
            watch.connectionLost(brokerId);
        }
    }

    private Decision<MetadataRecord, ResponseMessage> decide(ClusterImage image, ControllerRequest request) {
        Moment moment = watch.moment(image, log.endOffset());
        Decision<MetadataRecord, ? extends ResponseMessage> decision = apis.decide(
                image,
                request.body(),
                new Asked(request.version(), request.requester(), watch.seenBy(request, moment)));
        watch.decided(request.body(), decision, moment);
        if (decision.records().size() >= OperationLimits.MAX_MOVES) {
            duties.settle();
        }
        if (decision.reply() instanceof BrokerHeartbeatResponse answer
                && !answer.isFenced()
                && !decision.changesNothing()) {
            duties.brokerCame();
        }
        return widened(decision);
    }

    private static Decision<MetadataRecord, ResponseMessage> widened(
            Decision<MetadataRecord, ? extends ResponseMessage> decision) {
        return new Decision<>(decision.records(), decision.reply());
    }

    /** As {@link #request}, for what only the controller asks itself: it is never forwarded. */
    <T> CompletionStage<T> submit(Command<ClusterImage, MetadataRecord, T> command) {
        return runtime.submit((image, nowMs) -> machine.tried(image, command.decide(image, nowMs)));
    }

    /** Nobody is answered before the cluster has its first records: it would be a cluster without features. */
    private void beginCluster() {
        Command<ClusterImage, MetadataRecord, Boolean> begin = (image, _) ->
                image.features().isEmpty() ? new Decision<>(firstRecords, true) : Decision.replyOnly(false);
        runtime.submit(begin, new ReplyHandler<>() {
            @Override
            public void replied(Boolean isNew) {
                serving = true;
                onActive.forEach(Runnable::run);
                duties.begin(context.config(publisher.committedImage()));
                LOG.info("This node is the controller{}", isNew ? " of a new cluster" : "");
            }

            @Override
            public void failed(ApiException error) {
                if (error.code() != ErrorCode.NOT_CONTROLLER) { // another leads, and sees to it
                    LOG.error("The first records of the cluster were not committed: {}", error.getMessage());
                }
            }
        });
    }

    private static ApiException inactive() {
        return new ApiException(ErrorCode.NOT_CONTROLLER, "This node is not the active controller");
    }

    private final class DutiesHost implements ControllerDuties.Host {
        @Override
        public <T> CompletionStage<T> submit(Command<ClusterImage, MetadataRecord, T> command) {
            return Controller.this.submit(command);
        }

        @Override
        public void after(String key, long delayMs, Runnable task) {
            runtime.schedule(key, delayMs, task);
        }
    }

    /** The log as one term of the controller writes to it. */
    private final class EpochLog implements CoordinatorLog {
        private final int epoch;

        EpochLog(int epoch) {
            this.epoch = epoch;
        }

        /** A reply must not overtake the broker's own view: who was told of a topic may use it at once. */
        @Override
        public CompletionStage<Long> append(ByteBuffer batch) {
            CompletionStage<Long> append = log.append(epoch, batch);
            return append.toCompletableFuture().isCompletedExceptionally()
                    ? append
                    : append.thenCompose(
                            endOffset -> publisher.awaitPublished(endOffset).thenApply(_ -> endOffset));
        }

        @Override
        public int maxBatchBytes() {
            return MAX_BATCH_BYTES;
        }
    }
}
