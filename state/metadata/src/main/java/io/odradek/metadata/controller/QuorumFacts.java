package io.odradek.metadata.controller;

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

    public QuorumFacts {
        members = List.copyOf(members);
    }
}
