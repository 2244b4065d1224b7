package io.odradek.broker.controller;

/**
 * What a decider may need to know beside the image and the request.
 *
 * @param version in which the client asked
 * @param requester on whose behalf
 * @param nowMs wall clock, milliseconds since 1970
 * @param nextOffset of the metadata log: no record has it yet, and every one to come has it or a higher one
 */
public record Asked(short version, Requester requester, long nowMs, long nextOffset) {}
