package io.odradek.interop.cluster;

import io.odradek.interop.broker.Network;
import io.odradek.interop.process.Command;
import io.odradek.interop.process.Result;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.opentest4j.TestAbortedException;

/**
 * A network namespace per node (Linux, as root), joined by a bridge that this process is at as well. What is cut stays silent: nobody
 * is told by a reset. Names and addresses hold the number of this process, so that several can have theirs.
 */
final class Namespaces implements Network, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A queue that takes nothing: what is sent is lost. */
    private static final String LOSE_ALL = "root pfifo limit 0";

    private final int nodes;
    private final String name;
    private final String subnet;

    private Namespaces(int nodes) {
        long pid = ProcessHandle.current().pid();
        this.nodes = nodes;
        this.name = "odk" + pid % 100_000;
        this.subnet = "10.231." + pid % 250 + ".";
    }

    /** Makes them; aborts the test, saying why, where that cannot be done. */
    static Namespaces create(int nodes) {
        Namespaces made = new Namespaces(nodes);
        made.close();
        try {
            made.setUp();
        } catch (AssertionError | RuntimeException e) {
            made.close();
            throw new TestAbortedException("no network namespaces here: " + e.getMessage(), e);
        }
        return made;
    }

    @Override
    public List<String> hosts() {
        return IntStream.rangeClosed(1, nodes).mapToObj(this::host).toList();
    }

    @Override
    public List<String> prefix(int node) {
        return List.of("ip", "netns", "exec", namespace(node));
    }

    /** Nobody hears the node, clients neither; it hears everybody. */
    void mute(int node) {
        run("tc -n " + namespace(node) + " qdisc replace dev eth0 " + LOSE_ALL).orFail();
    }

    /** The node hears nobody; everybody hears it. */
    void deafen(int node) {
        run("tc qdisc replace dev " + cable(node) + " " + LOSE_ALL).orFail();
    }

    /** The node and the others lose sight of each other; clients see all of them. */
    void part(int node) {
        for (int other = 1; other <= nodes; other++) {
            if (other != node) {
                run("ip -n " + namespace(node) + " route add blackhole " + host(other))
                        .orFail();
                run("ip -n " + namespace(other) + " route add blackhole " + host(node))
                        .orFail();
            }
        }
    }

    /** Undoes every cut. */
    void heal() {
        for (int node = 1; node <= nodes; node++) {
            // These fail where there is nothing to undo.
            run("tc -n " + namespace(node) + " qdisc del dev eth0 root");
            run("tc qdisc del dev " + cable(node) + " root");
            run("ip -n " + namespace(node) + " route flush type blackhole");
        }
    }

    /** The nodes must have ended. */
    @Override
    public void close() {
        for (int node = 1; node <= nodes; node++) {
            run("ip netns del " + namespace(node));
        }
        run("ip link del " + bridge());
    }

    private void setUp() {
        run("ip link add " + bridge() + " type bridge").orFail();
        run("ip addr add " + subnet + "254/24 dev " + bridge()).orFail();
        run("ip link set " + bridge() + " up").orFail();
        for (int node = 1; node <= nodes; node++) {
            run("ip netns add " + namespace(node)).orFail();
            run("ip link add " + cable(node) + " type veth peer name eth0 netns " + namespace(node))
                    .orFail();
            run("ip link set " + cable(node) + " master " + bridge() + " up").orFail();
            run("ip -n " + namespace(node) + " addr add " + host(node) + "/24 dev eth0")
                    .orFail();
            run("ip -n " + namespace(node) + " link set eth0 up").orFail();
            run("ip -n " + namespace(node) + " link set lo up").orFail();
        }
        mute(1);
        heal();
    }

    private String host(int node) {
        return subnet + node;
    }

    private String namespace(int node) {
        return name + "n" + node;
    }

    private String cable(int node) {
        return name + "v" + node;
    }

    private String bridge() {
        return name + "b";
    }

    private static Result run(String command) {
        return Command.of(command.split(" ")).run(LIMIT);
    }
}
