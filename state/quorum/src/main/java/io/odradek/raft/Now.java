package io.odradek.raft;

/**
 * The time of a step.
 *
 * @param ms from an arbitrary origin, never going backwards: for timeouts
 * @param wallMs since 1970: for timestamps of records and in answers
 */
public record Now(long ms, long wallMs) {}
