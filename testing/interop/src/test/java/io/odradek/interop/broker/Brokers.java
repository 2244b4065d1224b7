package io.odradek.interop.broker;

import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * Which broker the tests run against: {@code -Dinterop.broker=odradek} (the packaged product, the default) or
 * {@code kafka} (the baseline), or {@code -Dinterop.bootstrap=host:port} for one that runs already.
 */
public final class Brokers {
    private static Tools tools;
    private static BrokerUnderTest shared;

    private Brokers() {}

    /** A formatted broker in {@code folder}, not yet started; {@code overrides} are lines of its {@code server.properties}. */
    public static BrokerUnderTest create(Path folder, String... overrides) {
        String external = System.getProperty("interop.bootstrap", "");
        return external.isEmpty()
                ? NodeProcess.format(folder, tools(), overrides)
                : new ExternalBroker(external, tools());
    }

    /**
     * A formatted cluster of three in {@code folder}, not yet started; {@code overrides} are lines of every node's {@code
     * server.properties}.
     */
    public static ClusterUnderTest createCluster(Path folder, String... overrides) {
        requireOwn();
        return ClusterUnderTest.format(folder, tools(), Network.loopback(3), overrides);
    }

    /** As {@link #createCluster}, each node with a network of its own, whose cables can be cut. */
    public static ClusterUnderTest createCluster(Path folder, Network network, String... overrides) {
        requireOwn();
        return ClusterUnderTest.format(folder, tools(), network, overrides);
    }

    /** A formatted Apache Kafka in {@code folder}, whatever the tests run against. */
    public static BrokerUnderTest createKafka(Path folder, String... overrides) {
        return NodeProcess.format(folder, new ApacheKafka(), overrides);
    }

    /** Odradek on the files and ports of a broker that {@link #createKafka} made, and that does not run meanwhile. */
    public static BrokerUnderTest odradekOn(BrokerUnderTest other) {
        if (other instanceof NodeProcess node) {
            return node.with(tools());
        }
        throw new IllegalArgumentException("the files of " + other + " are not known");
    }

    /** One broker for all tests that do not mind each other, started by the first and ended with this process. */
    public static synchronized BrokerUnderTest shared() {
        if (shared == null) {
            Path folder =
                    Path.of("target", "shared-broker-" + ProcessHandle.current().pid());
            shared = create(folder.toAbsolutePath());
            shared.start();
        }
        return shared;
    }

    public static boolean isKafka() {
        return System.getProperty("interop.broker", "odradek").equals("kafka");
    }

    /** Whether it is Odradek, started by {@link #create} or {@link #shared}. */
    public static boolean isOdradek() {
        return !isKafka() && System.getProperty("interop.bootstrap", "").isEmpty();
    }

    private static void requireOwn() {
        if (!System.getProperty("interop.bootstrap", "").isEmpty()) {
            throw new TestAbortedException("a cluster given by interop.bootstrap is not killed");
        }
    }

    private static synchronized Tools tools() {
        if (tools == null) {
            tools = isKafka() ? new ApacheKafka() : PackagedOdradek.find();
        }
        return tools;
    }
}
