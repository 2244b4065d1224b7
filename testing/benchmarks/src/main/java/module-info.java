/** Odradek and Apache Kafka side by side: starts both in turn, drives the same load, reports ratios. A program, not a library. */
@org.jspecify.annotations.NullMarked
module odradek.benchmarks {
    requires HdrHistogram;
    requires info.picocli;
    requires java.logging;
    requires kafka.clients;
    requires odradek.base;
    requires odradek.protocol;
    requires static transitive org.jspecify;

    opens io.odradek.benchmarks to
            info.picocli;
}
