package io.odradek.broker.controller;

import io.odradek.base.Decision;
import io.odradek.coordinator.Command;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.controller.BrokerContacts;
import io.odradek.metadata.controller.ControllerContext;
import io.odradek.metadata.controller.ElectionDecider;
import io.odradek.metadata.controller.HeartbeatDecider;
import io.odradek.metadata.controller.InternalTopicDecider;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the active controller does without being asked: fences brokers that have fallen silent, gives leadership back to preferred
 * replicas, elects uncleanly where a topic allows it, finishes what was too much for one batch, and gives the cluster's own
 * topics more replicas when brokers come. On the controller's executor.
 */
final class ControllerDuties {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerDuties.class);
    private static final String REBALANCE = "auto.leader.rebalance.enable";
    private static final String REBALANCE_SECONDS = "leader.imbalance.check.interval.seconds";
    private static final String UNCLEAN_MS = "unclean.leader.election.interval.ms";

    /** Milliseconds between a broker's coming and the look at the cluster's own topics: several come at once. */
    private static final long GROW_AFTER_MS = 1_000;

    /** The controller that these are the duties of. */
    interface Host {
        <T> CompletionStage<T> submit(Command<ClusterImage, MetadataRecord, T> command);

        /** Runs the task later, unless this node leads no more by then. */
        void after(String key, long delayMs, Runnable task);
    }

    private final Host host;
    private final BrokerWatch watch;
    private final ControllerContext context;
    private final HeartbeatDecider heartbeats;
    private final ElectionDecider elections;
    private final InternalTopicDecider internalTopics;

    ControllerDuties(Host host, BrokerWatch watch, ControllerContext context) {
        this.host = host;
        this.watch = watch;
        this.context = context;
        this.heartbeats = new HeartbeatDecider(context);
        this.elections = new ElectionDecider(context);
        this.internalTopics = new InternalTopicDecider(context);
    }

    /** This node has become the active controller. */
    void begin(BrokerConfig config) {
        look();
        settle();
        host.after("grow", GROW_AFTER_MS, this::grow);
        scheduleRebalancing(config);
        scheduleUncleanElections(config);
    }

    /** A broker has been let in. */
    void brokerCame() {
        host.after("grow", GROW_AFTER_MS, this::grow);
    }

    /** One broker at a time, each with the image that the one before has left (KAFKA-13173). */
    private void look() {
        host.after("look", BrokerContacts.LOOK_INTERVAL_MS, this::look);
        host.submit((image, _) -> {
                    OptionalInt stale = watch.stale(image);
                    return heartbeats.fence(image, stale.orElse(BrokerWatch.NO_BROKER));
                })
                .whenComplete((fenced, failure) -> {
                    if (failure == null && fenced) {
                        look();
                    }
                });
    }

    /** What did not fit into the batch in which a broker came or went. */
    void settle() {
        repeat("settle", elections::settle, () -> {});
    }

    private void grow() {
        repeat(
                "grow",
                image -> {
                    var decision = internalTopics.grow(image);
                    return new Decision<>(decision.records(), false);
                },
                () -> {});
    }

    private void scheduleRebalancing(BrokerConfig config) {
        host.after("rebalance", 1_000 * config.values().number(REBALANCE_SECONDS), () -> {
            Runnable next = () -> scheduleRebalancing(config);
            repeat(
                    "rebalance",
                    image -> context.config(image).values().bool(REBALANCE)
                            ? elections.balance(image)
                            : Decision.replyOnly(false),
                    next);
        });
    }

    private void scheduleUncleanElections(BrokerConfig config) {
        host.after("unclean", config.values().number(UNCLEAN_MS), () -> {
            Runnable next = () -> scheduleUncleanElections(config);
            repeat("unclean", elections::electUncleanly, next);
        });
    }

    /** Decides again and again until there is no more to do. */
    private void repeat(String what, Round round, Runnable then) {
        host.submit((image, _) -> round.decide(image)).whenComplete((more, failure) -> {
            if (failure != null) {
                LOG.debug("{}: {}", what, failure.toString());
                then.run();
            } else if (more) {
                repeat(what, round, then);
            } else {
                then.run();
            }
        });
    }

    /** The reply says whether there is more to do at once. */
    @FunctionalInterface
    private interface Round {
        Decision<MetadataRecord, Boolean> decide(ClusterImage image);
    }
}
