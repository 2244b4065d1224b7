package io.odradek.server;

import io.odradek.metadata.config.BrokerConfig;

/**
 * What a server is started with.
 *
 * @param config of the broker
 * @param formatsItself whether folders without {@code meta.properties} are made ready, or are an error
 */
public record ServerOptions(BrokerConfig config, boolean formatsItself) {}
