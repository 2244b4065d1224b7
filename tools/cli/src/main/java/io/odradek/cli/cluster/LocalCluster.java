package io.odradek.cli.cluster;

import io.odradek.cli.CommandException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The nodes of a cluster on this machine, each in a process of its own, that {@code kafka-server-start.sh} becomes. {@link #stop} may
 * be called by any thread, the rest by one.
 */
final class LocalCluster {
    private static final int SIGNAL_BASE = 128;
    private static final int SIGKILL = 9;
    private static final int LINES_OF_LOG = 12;
    private static final Duration PATIENCE_WITH_A_STOP = Duration.ofSeconds(90);

    private final ClusterPlan plan;
    private final Path home;
    private final PrintStream out;
    private final SequencedMap<Integer, Process> processes = new TreeMap<>();
    private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
    private volatile boolean stopping;

    LocalCluster(ClusterPlan plan, Path home, PrintStream out) {
        this.plan = plan;
        this.home = home;
        this.out = out;
    }

    /**
     * Starts every node.
     *
     * @throws CommandException if a port is taken, or a process cannot be started
     */
    void start() {
        for (int id : plan.ids()) {
            requireFree(id, plan.clientPort(id));
            requireFree(id, plan.controllerPort(id));
        }
        for (int id : plan.ids()) {
            Process process = launch(id);
            synchronized (processes) {
                processes.put(id, process);
            }
            var _ = process.onExit().thenAccept(_ -> ended.add(id));
        }
    }

    private Process launch(int id) {
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin/kafka-server-start.sh").toString(),
                        plan.config(id).toString())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log(id).toFile()));
        // One port cannot be that of several processes.
        builder.environment().remove("JMX_PORT");
        try {
            return builder.start();
        } catch (IOException e) {
            stop();
            throw new CommandException("Node " + id + " cannot be started: " + e.getMessage());
        }
    }

    private static void requireFree(int id, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new CommandException(
                    "Port " + port + ", which node " + id + " listens on, is taken (" + e.getMessage()
                            + "). Something else runs there, or this cluster does already. A new cluster can have other ports:"
                            + " --port, with another folder by --data.");
        }
    }

    /** Process id of a node, which the shell has made way for. */
    long pid(int id) {
        synchronized (processes) {
            return Objects.requireNonNull(processes.get(id)).pid();
        }
    }

    /** Waits for a node's end. Returns false when {@code patience} is over. */
    boolean hasOneEnded(Duration patience) throws InterruptedException {
        Integer id = ended.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (id != null) {
            ended.add(id);
        }
        return id != null;
    }

    /** Reports each node that ends, until all have. Returns whether they did so of themselves. */
    boolean watch() throws InterruptedException {
        for (int left = plan.nodes(); left > 0; left--) {
            int id = ended.take();
            if (!stopping) {
                out.println(report(id));
                out.flush();
            }
        }
        return !stopping;
    }

    /** What became of a node that has ended. */
    private String report(int id) {
        int exit = exitValue(id);
        String how = exit == SIGNAL_BASE + SIGKILL
                ? "was killed"
                : exit > SIGNAL_BASE
                        ? "was ended by signal " + (exit - SIGNAL_BASE)
                        : "has ended with exit code " + exit;
        String again = "Node " + id + " " + how + ". It starts again, in another terminal, by "
                + StartClusterTool.startCommand(home, plan.config(id));
        return exit > SIGNAL_BASE ? again : again + "\nThe end of " + plan.log(id) + ":\n" + endOfLog(id);
    }

    private int exitValue(int id) {
        synchronized (processes) {
            return Objects.requireNonNull(processes.get(id)).exitValue();
        }
    }

    /** Why the nodes that have ended before all were ready did so. */
    String reportOfFailure() {
        List<String> reports = new ArrayList<>();
        for (Integer id = ended.poll(); id != null; id = ended.poll()) {
            reports.add("Node " + id + " has ended with exit code " + exitValue(id) + ". The end of " + plan.log(id)
                    + ":\n" + endOfLog(id));
        }
        return String.join("\n", reports);
    }

    private String endOfLog(int id) {
        try {
            List<String> lines = Files.readAllLines(plan.log(id), StandardCharsets.UTF_8);
            return "  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
        } catch (IOException e) {
            return "  (it cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Asks every node that runs to stop, and waits until it has; kills what has not after {@code 90} seconds. */
    void stop() {
        stopping = true;
        List<Process> running;
        synchronized (processes) {
            running = processes.values().stream().filter(Process::isAlive).toList();
        }
        if (!running.isEmpty()) {
            out.println("Stopping " + running.size() + " nodes.");
            out.flush();
        }
        running.forEach(Process::destroy);
        long end = System.nanoTime() + PATIENCE_WITH_A_STOP.toNanos();
        for (Process process : running) {
            try {
                if (!process.waitFor(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    out.println("Process " + process.pid() + " did not stop and is killed.");
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
