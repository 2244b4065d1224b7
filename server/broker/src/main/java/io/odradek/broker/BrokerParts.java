package io.odradek.broker;

import io.odradek.base.Time;
import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.cluster.Endpoints;
import io.odradek.broker.cluster.FeatureFacts;
import io.odradek.broker.cluster.PartitionDirectory;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.coordinator.Timers;
import io.odradek.storage.LogManager;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What handlers are assembled from; each takes only what it needs.
 *
 * @param blocking for work that waits for a disk
 */
public record BrokerParts(
        ClusterState cluster,
        FeatureFacts features,
        PartitionDirectory directory,
        Endpoints endpoints,
        ControllerService controller,
        GroupCoordinator groups,
        LogManager logs,
        Timers timers,
        Time time,
        Executor blocking,
        RandomGenerator random) {}
