package io.odradek.cli.cluster;

import io.odradek.base.UuidSource;
import io.odradek.cli.CommandException;
import io.odradek.cli.UsageException;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;

/** {@code odradek start --nodes N}: a cluster on one machine, for those who want to see one. */
public final class StartClusterTool {
    private static final int FAILED = 1;
    private static final int USAGE_ERROR = 2;
    private static final String HOME = "odradek.home";
    private static final String DEFAULT_FOLDER = "data-cluster";
    private static final Duration PATIENCE_WITH_A_START = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int LOOK_TIMEOUT_MS = 10_000;

    /** Kept, since the level of a logger that nobody holds is forgotten. A client's complaints about nodes that are just starting help nobody. */
    private static final Logger CLIENTS = Logger.getLogger("org.apache.kafka");

    private final Path home;
    private final PrintStream out;

    private StartClusterTool(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** Runs until Control-C, or until every node has ended. Exit code 1 if there was no cluster, 2 for a wrong option. */
    public static void main(String[] arguments) {
        CLIENTS.setLevel(Level.OFF);
        Path home = Path.of(System.getProperty(HOME, "")).toAbsolutePath().normalize();
        int code;
        try {
            new StartClusterTool(home, System.out).run(ClusterOptions.parse(List.of(arguments)));
            code = 0;
        } catch (UsageException e) {
            System.err.println("odradek: " + e.getMessage());
            code = USAGE_ERROR;
        } catch (CommandException | ConfigException e) {
            System.err.println("odradek: " + e.getMessage());
            code = FAILED;
        } catch (IOException e) {
            System.err.println("odradek: the folder of the cluster cannot be written: " + e.getMessage());
            code = FAILED;
        } catch (InterruptedException _) {
            code = FAILED;
        }
        System.exit(code);
    }

    private void run(ClusterOptions options) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        SecureRandom random = new SecureRandom();
        Path folder = options.data()
                .orElse(home.resolve(DEFAULT_FOLDER))
                .toAbsolutePath()
                .normalize();
        ClusterFolder files = new ClusterFolder(
                new RealDisk(),
                size -> {
                    byte[] bytes = new byte[size];
                    random.nextBytes(bytes);
                    return bytes;
                },
                new UuidSource(random::nextLong),
                folder);
        ClusterPlan plan = files.prepare(options, System.currentTimeMillis());
        LocalCluster cluster = new LocalCluster(plan, home, out);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(cluster::stop));
        cluster.start();
        awaitReady(plan, cluster);
        announce(plan, cluster, begun);
        if (cluster.watch()) {
            throw new CommandException("No node is left.");
        }
    }

    /** Ready is: every node is a broker that the others know and that takes requests. */
    private static void awaitReady(ClusterPlan plan, LocalCluster cluster) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_WITH_A_START.toNanos();
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                plan.bootstrapServers(),
                "request.timeout.ms",
                LOOK_TIMEOUT_MS,
                "default.api.timeout.ms",
                LOOK_TIMEOUT_MS,
                "reconnect.backoff.max.ms",
                BETWEEN_LOOKS.toMillis()))) {
            while (brokers(admin) < plan.nodes()) {
                if (cluster.hasOneEnded(BETWEEN_LOOKS)) {
                    throw new CommandException("The cluster did not start.\n" + cluster.reportOfFailure());
                }
                if (System.nanoTime() > end) {
                    throw new CommandException("The cluster was not ready after " + PATIENCE_WITH_A_START.toMinutes()
                            + " minutes. What its nodes say is in " + plan.folder() + "/node-*.log.");
                }
            }
        }
    }

    private static int brokers(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster()
                    .nodes()
                    .get(LOOK_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .size();
        } catch (ExecutionException | TimeoutException _) {
            return 0; // not yet: asked again until the patience is over
        }
    }

    private void announce(ClusterPlan plan, LocalCluster cluster, long begun) {
        StringBuilder nodes = new StringBuilder();
        for (int id : plan.ids()) {
            nodes.append(String.format(
                    Locale.ROOT,
                    "  node %d      %s   process %-8d data %s%n",
                    id,
                    plan.address(id),
                    cluster.pid(id),
                    shown(plan.data(id))));
        }
        String servers = plan.bootstrapServers();
        int victim = plan.nodes();
        out.printf(
                Locale.ROOT,
                """
                Odradek is ready after %.2f s: %d nodes, each broker and controller.

                %s  logs        %s
                  cluster id  %s
                  an ack      means on disk (durability=fsync)
                  spare       %s

                Try:
                  bin/kafka-topics.sh --create --topic hello --bootstrap-server %s
                  bin/kafka-console-producer.sh --topic hello --bootstrap-server %s
                  bin/kafka-console-consumer.sh --topic hello --from-beginning --bootstrap-server %s

                To see node %d die, and come back:
                  kill -9 %d
                  %s

                Control-C stops them all.
                """,
                (System.nanoTime() - begun) / 1e9,
                plan.nodes(),
                nodes,
                shown(plan.folder()) + "/node-*.log",
                plan.clusterId(),
                spare(plan.spare()),
                servers,
                servers,
                servers,
                victim,
                cluster.pid(victim),
                startCommand(home, plan.config(victim)));
        out.flush();
    }

    private static String spare(int nodes) {
        return switch (nodes) {
            case 0 -> "none: the cluster stands still while a node is away";
            case 1 -> "any 1 node may be away";
            default -> "any " + nodes + " nodes may be away";
        };
    }

    private String shown(Path path) {
        return shown(home, path);
    }

    private static String shown(Path home, Path path) {
        return path.startsWith(home) ? home.relativize(path).toString() : path.toString();
    }

    /** What starts one node, from Odradek's folder. */
    static String startCommand(Path home, Path config) {
        return "bin/kafka-server-start.sh " + shown(home, config);
    }
}
