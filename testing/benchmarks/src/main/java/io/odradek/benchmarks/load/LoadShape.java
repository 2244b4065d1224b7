package io.odradek.benchmarks.load;

/**
 * How a load reaches a broker. Immutable.
 *
 * @param connections how many connections, at least 1
 * @param inFlight how many produce requests each has under way, at least 1
 * @param partitions of the topic, a multiple of {@code connections}
 * @param batchBytes most bytes of a batch, compressed
 * @param acks as in Produce: 1, or -1 for all
 */
public record LoadShape(int connections, int inFlight, int partitions, int batchBytes, short acks) {
    public LoadShape {
        if (connections < 1 || inFlight < 1 || partitions < connections || partitions % connections != 0) {
            throw new IllegalArgumentException(
                    "%d connections with %d requests each to %d partitions: partitions must be a multiple of connections"
                            .formatted(connections, inFlight, partitions));
        }
        if (acks != 1 && acks != -1) {
            throw new IllegalArgumentException("acks must be 1 or -1 (all): " + acks);
        }
    }
}
