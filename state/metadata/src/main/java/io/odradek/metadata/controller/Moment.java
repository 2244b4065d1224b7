package io.odradek.metadata.controller;

/**
 * What the active controller knows beside the image when it decides.
 *
 * <p>As thread-safe as its contacts: one thread at a time.
 *
 * @param nextOffset the offset that the first record of the decision gets
 * @param nowMs milliseconds of a clock that never goes backwards, the one of {@code contacts}
 */
public record Moment(long nextOffset, long nowMs, BrokerContacts contacts, QuorumFacts quorum) {}
