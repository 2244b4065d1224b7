package io.odradek.metadata.controller;

import io.odradek.metadata.image.ClusterImage;
import java.util.List;

/**
 * What a finalized {@code metadata.version} allows to be written. Nodes that know only lower levels stop on what they do not
 * know, so deciders leave out what the level does not have.
 *
 * <p>Immutable; any thread.
 *
 * @param level Kafka's number of the level: 7 is 3.3-IV3, 33 is 4.4-IV2
 */
public record MetadataLevel(short level) {
    /** The lowest level of Kafka 4. */
    public static final short MINIMUM = 7;

    /** The level that Kafka 4.4 finalizes. */
    public static final short LATEST = 33;

    private static final short NO_EPOCH_FOR_ISR_SHRINK = 12;
    private static final short METADATA_TRANSACTIONS = 13;
    private static final short CONTROLLER_REGISTRATION = 15;
    private static final short DIRECTORIES = 17;
    private static final short GROUP_FEATURE = 22;
    private static final short ELIGIBLE_LEADER_REPLICAS = 23;
    private static final short ELIGIBLE_LEADER_REPLICAS_BY_DEFAULT = 26;
    private static final short CORDONED_DIRECTORIES = 30;
    private static final short CONTROLLER_UNREGISTRATION = 33;

    /** Levels that brought records, or fields of records, that the level before does not know. */
    private static final List<Short> CHANGED_RECORDS = List.of(
            (short) 7,
            (short) 8,
            (short) 11,
            (short) 13,
            (short) 14,
            (short) 15,
            (short) 17,
            (short) 23,
            (short) 30,
            (short) 32,
            (short) 33);

    /** The finalized level; the lowest one where none is finalized yet. */
    public static MetadataLevel of(ClusterImage image) {
        return new MetadataLevel(image.features().getOrDefault(FeatureDecider.METADATA_VERSION, MINIMUM));
    }

    /** Whether a new leader epoch begins when a replica leaves the in-sync replicas (KAFKA-15021). */
    public boolean leaderEpochGrowsOnIsrShrink() {
        return level < NO_EPOCH_FOR_ISR_SHRINK;
    }

    /** Whether one change may span several batches (KIP-868). */
    public boolean metadataTransactions() {
        return level >= METADATA_TRANSACTIONS;
    }

    /** Whether controllers register (KIP-919). */
    public boolean controllerRegistration() {
        return level >= CONTROLLER_REGISTRATION;
    }

    /** Whether registered controllers can be taken off the list. */
    public boolean controllerUnregistration() {
        return level >= CONTROLLER_UNREGISTRATION;
    }

    /** Whether log directories have ids (KIP-858). */
    public boolean directories() {
        return level >= DIRECTORIES;
    }

    /** Whether {@code group.version} can be finalized (KIP-848). */
    public boolean groupFeature() {
        return level >= GROUP_FEATURE;
    }

    /** Whether eligible leader replicas can be recorded (KIP-966). */
    public boolean eligibleLeaderReplicas() {
        return level >= ELIGIBLE_LEADER_REPLICAS;
    }

    /** Whether a new cluster of this level keeps eligible leader replicas unless it is told not to. */
    boolean eligibleLeaderReplicasByDefault() {
        return level >= ELIGIBLE_LEADER_REPLICAS_BY_DEFAULT;
    }

    /** Whether log directories can be cordoned (KIP-1066). */
    public boolean cordonedDirectories() {
        return level >= CORDONED_DIRECTORIES;
    }

    /** Whether going down to a lower level could lose what was recorded. */
    public boolean losesRecordsAt(short lower) {
        return CHANGED_RECORDS.stream().anyMatch(changed -> changed > lower && changed <= level);
    }
}
