package io.odradek.metadata.controller;

import io.odradek.metadata.image.VersionRange;
import java.util.List;

/**
 * What the controller's deciders know of the quorum under them, which the records of the image do not tell.
 *
 * <p>Immutable; any thread.
 *
 * @param kraftVersion the level of {@code kraft.version} in force
 * @param members ids of the voters
 */
public record QuorumFacts(short kraftVersion, List<Integer> members) {
    /** The feature that the quorum itself keeps: no record of the image ever has it (KAFKA-18979). */
    public static final String KRAFT_VERSION = "kraft.version";

    /** 0 for a quorum of fixed voters, 1 for one whose voters may change (KIP-853). */
    public static final VersionRange SUPPORTED = new VersionRange((short) 0, (short) 1);

    public QuorumFacts {
        members = List.copyOf(members);
    }
}
