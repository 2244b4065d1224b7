/** Odradek and Apache Kafka side by side: starts both in turn, drives the same load, reports ratios. A program, not a library. */
@org.jspecify.annotations.NullMarked
module odradek.benchmarks {
    requires HdrHistogram;
    requires kafka.clients;
    requires static transitive org.jspecify;
}
