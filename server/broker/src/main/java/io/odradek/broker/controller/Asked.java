package io.odradek.broker.controller;

import io.odradek.metadata.controller.Moment;

/**
 * What a decider may need to know beside the image and the request.
 *
 * @param version in which the client asked
 * @param requester on whose behalf
 * @param moment what the controller knows beside the image
 */
public record Asked(short version, Requester requester, Moment moment) {}
