package io.odradek.quorum;

import io.odradek.network.PeerClient;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What a {@link KraftMetadataLog} is given to run on.
 *
 * @param callbacks runs one task at a time, in order
 * @param steps runs what the network and the timers bring; it may write and sync, and must not be held up for long
 * @param diskTasks runs syncs and snapshots, which block
 * @param peers for the other nodes of the quorum
 * @param random for election timeouts
 */
public record KraftSeams(
        Executor callbacks,
        Executor steps,
        Executor diskTasks,
        PeerClient peers,
        QuorumTimer timer,
        RandomGenerator random) {}
