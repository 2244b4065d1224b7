package io.odradek.broker.cluster;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What a node tells of finalized features that its image does not hold. Any thread.
 *
 * @param kraftVersion the level of {@code kraft.version} that the quorum has in force, 0 for a quorum of fixed voters (KIP-853)
 * @param publishedOffset this node has taken over everything below
 */
public record FeatureFacts(IntSupplier kraftVersion, LongSupplier publishedOffset) {}
