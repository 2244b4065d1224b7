package io.odradek.benchmarks;

import io.odradek.benchmarks.load.LoadShape;
import picocli.CommandLine.Option;

/** How produce and consume loads reach the broker. */
final class LoadOptions {
    @Option(names = "--connections", defaultValue = "4", description = "Connections. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--in-flight",
            defaultValue = "5",
            description = "Unanswered produce requests of a connection. Default: ${DEFAULT-VALUE}.")
    private int inFlight;

    @Option(names = "--partitions", defaultValue = "12", description = "Partitions. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
            names = "--batch-bytes",
            defaultValue = "16384",
            description = "Bytes of a batch at most. Default: ${DEFAULT-VALUE}.")
    private int batchBytes;

    @Option(names = "--acks", defaultValue = "all", description = "1 or all. Default: ${DEFAULT-VALUE}.")
    private String acks = "all";

    LoadShape shape() {
        return new LoadShape(connections, inFlight, partitions, batchBytes, acksCode());
    }

    private short acksCode() {
        return switch (acks) {
            case "1" -> 1;
            case "all", "-1" -> -1;
            default -> throw new IllegalArgumentException("--acks is 1 or all, not " + acks);
        };
    }
}
