package io.odradek.metadata.config;

/**
 * Metrics, telemetry and their reporters.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class MetricsKeys {
    static final String TABLE = """
            metric.reporters | LIST | org.apache.kafka.common.metrics.JmxReporter | | LOW | cluster-wide
                Classes, MetricsReporter implementations, that are told of metrics.
            metrics.num.samples | INT | 2 | >= 1 | LOW
                Samples kept to compute a metric.
            metrics.sample.window.ms | LONG | 30000 | >= 1 | LOW
                Milliseconds that one sample of a metric covers.
            metrics.recording.level | STRING | INFO | | LOW
                The least level at which sensors record: INFO, DEBUG or TRACE.
            kafka.metrics.reporters | LIST | "" | | LOW
                Classes of reporters of the older metrics library.
            kafka.metrics.polling.interval.secs | INT | 10 | >= 1 | LOW
                Seconds between two polls of reporters of the older metrics library.
            telemetry.max.bytes | INT | 1048576 | >= 1 | LOW
                Bytes of metrics, uncompressed, that a client may push at once (KIP-714).
            """;

    private MetricsKeys() {}
}
