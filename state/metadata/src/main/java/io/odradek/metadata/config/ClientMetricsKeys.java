package io.odradek.metadata.config;

/**
 * The keys of a client metrics subscription (KIP-714).
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class ClientMetricsKeys {
    static final String TABLE = """
            interval.ms | INT | 300000 | | MEDIUM
                Milliseconds between two pushes of metrics that clients are told to keep, 100 to 3600000.
            match | LIST | "" | | MEDIUM
                Clients to which the subscription applies, each written key=regular expression; an empty list means
                all.
            metrics | LIST | "" | | MEDIUM
                Prefixes of the metrics that are wanted; * for all, an empty list for none.
            """;

    private ClientMetricsKeys() {}
}
