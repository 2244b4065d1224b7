package io.odradek.benchmarks.report;

/** What can be measured of a broker, with its unit and which way is better. */
public enum Measure {
    /** Processor time of the broker for 10<sup>9</sup> bytes of record batches before compression. */
    BROKER_CPU("broker CPU", "CPU-s/GB", Better.LOWER),
    /** Bytes of record batches before compression in a second, as fast as the broker takes or gives them. */
    THROUGHPUT("throughput", "MB/s", Better.HIGHER),
    /** Records that went end to end in a second; less than what was asked for means the broker fell behind. */
    RATE("delivered", "records/s", Better.HIGHER),
    /** Median latency. */
    P50("latency p50", "ms", Better.LOWER),
    /** 99th percentile of the latency. */
    P99("latency p99", "ms", Better.LOWER),
    /** 99.9th percentile of the latency. */
    P999("latency p99.9", "ms", Better.LOWER),
    /** From the first connection attempt of many to the answer to the last. */
    CONNECT_TIME("until all clients are answered", "s", Better.LOWER),
    /** From starting the process to the first answered Metadata request. */
    START_TIME("start to first Metadata", "s", Better.LOWER),
    /** From starting the process again to a leader and the right log end offset for every partition. */
    RESTART_TIME("restart until all partitions serve", "s", Better.LOWER),
    /** Resident memory of the broker when it has just started and nothing happens. */
    IDLE_MEMORY("resident memory, idle", "MB", Better.LOWER),
    /** Resident memory of the broker directly after the load. */
    LOADED_MEMORY("resident memory, after load", "MB", Better.LOWER),
    /** Processor time of the brokers in a second in which nothing happens. */
    IDLE_CPU("CPU, idle", "% of a core", Better.LOWER),
    /** From asking for a topic of many partitions until each has a leader that serves it. */
    CREATE_TIME("until the new partitions serve", "s", Better.LOWER),
    /** The longest time for which a partition acknowledged nothing after its leader was killed. */
    KILL_SILENCE("without an ack after kill -9", "ms", Better.LOWER),
    /** The longest time for which a partition acknowledged nothing while a leader stood still for 3 s, its own partitions included. */
    PAUSE_SILENCE("without an ack, SIGSTOP for 3 s", "ms", Better.LOWER),
    /** Processor time of what drives the load, for 10<sup>9</sup> bytes: shows that it does not limit the broker. */
    GENERATOR_CPU("load generator CPU", "CPU-s/GB", Better.NEITHER);

    /** Which way a measure should move. */
    public enum Better {
        /** The smaller the better. */
        LOWER,
        /** The larger the better. */
        HIGHER,
        /** Says something of the measurement, not of the broker. */
        NEITHER
    }

    private final String title;
    private final String unit;
    private final Better better;

    Measure(String title, String unit, Better better) {
        this.title = title;
        this.unit = unit;
        this.better = better;
    }

    /** What a reader sees. */
    public String title() {
        return title;
    }

    /** The unit of every value. */
    public String unit() {
        return unit;
    }

    /** Which way is better. */
    public Better better() {
        return better;
    }
}
