package io.odradek.benchmarks.broker;

import io.odradek.benchmarks.proc.ProcessSampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One node of a product: formatted in a folder of its own, started, measured, killed, started again. Closing it ends the
 * process and removes the folder. Not thread-safe.
 */
public final class Node implements AutoCloseable {
    private static final String CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
    private static final long FORMAT_SECONDS = 60;
    private static final long STOP_SECONDS = 60;
    private static final int LINES_OF_OUTPUT = 20;

    private final Workspace workspace;
    private final Product product;
    private final Path folder;
    private final Path config;
    private final InetSocketAddress address;
    private final ProcessSampler sampler = new ProcessSampler();
    private @Nullable Process process;

    private Node(Workspace workspace, Product product, Path folder, InetSocketAddress address) {
        this.workspace = workspace;
        this.product = product;
        this.folder = folder;
        this.config = folder.resolve("server.properties");
        this.address = address;
    }

    /** Formats a node on free ports; it is not running yet. */
    public static Node formatted(Workspace workspace, Product product) throws IOException, InterruptedException {
        return formatted(workspace, product, 1).getFirst();
    }

    /** Formats the nodes of one cluster on free ports, numbered from 1; they are not running yet. */
    static List<Node> formatted(Workspace workspace, Product product, int count)
            throws IOException, InterruptedException {
        List<NodeConfig.Ports> ports = freePorts(count);
        List<Node> nodes = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            Path folder = workspace.newFolder("node");
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), ports.get(id - 1).broker());
            Node node = new Node(workspace, product, folder, address);
            Files.writeString(
                    node.config, new NodeConfig(id, ports, folder.resolve("data"), product.properties()).text());
            node.format();
            nodes.add(node);
        }
        return nodes;
    }

    /** All are held until the last is found, so that none is found twice. */
    private static List<NodeConfig.Ports> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return IntStream.range(0, count)
                    .mapToObj(i -> new NodeConfig.Ports(
                            sockets.get(2 * i).getLocalPort(),
                            sockets.get(2 * i + 1).getLocalPort()))
                    .toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private void format() throws IOException, InterruptedException {
        Process format = spawn(product.formatCommand(config, CLUSTER_ID));
        if (!format.waitFor(FORMAT_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new IOException("%s could not format its storage:%n%s".formatted(product.title(), output()));
        }
    }

    /**
     * Starts the process; it does not wait until the broker answers.
     *
     * @throws IllegalStateException if it is running
     */
    public void start() throws IOException {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(product.title() + " is running already");
        }
        process = spawn(product.startCommand(config));
    }

    private Process spawn(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KAFKA_") || name.equals("JDK_JAVA_OPTIONS"));
        builder.environment().putAll(product.environment());
        return workspace.start(builder, folder.resolve("output.txt"));
    }

    /** Where clients connect. */
    public InetSocketAddress address() {
        return address;
    }

    /** Processor time that the broker has used since it was started, in seconds. */
    public double cpuSeconds() throws IOException {
        return sampler.cpuSeconds(broker().pid());
    }

    /** Resident memory of the broker, in bytes. */
    public long residentBytes() throws IOException {
        return sampler.residentBytes(broker().pid());
    }

    /**
     * Fails if the process has ended, with what it last said.
     *
     * @throws IOException if it has ended
     */
    public void checkRunning() throws IOException {
        if (!running().isAlive()) {
            throw new IOException("%s ended with status %d:%n%s"
                    .formatted(product.title(), running().exitValue(), output()));
        }
    }

    /** {@code kill -9}; returns when the process is gone. */
    public void kill() throws IOException {
        broker().destroyForcibly();
        if (!endsInTime()) {
            throw new IOException("%s did not end within %d s of kill -9".formatted(product.title(), STOP_SECONDS));
        }
    }

    /** SIGSTOP: it stands still until {@link #resume}. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(broker().pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -%s of %s failed".formatted(name, product.title()));
        }
    }

    /** SIGTERM, and {@code kill -9} if that does not help within a minute. */
    public void stop() throws IOException {
        broker().destroy();
        if (!endsInTime()) {
            kill();
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null && process.isAlive()) {
            kill();
        }
        workspace.delete(folder);
    }

    private boolean endsInTime() {
        return running()
                .onExit()
                .thenApply(_ -> true)
                .completeOnTimeout(false, STOP_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(product.title() + " was not started");
        }
        return process;
    }

    /** The JVM itself: a start script may have stayed as its parent. */
    private ProcessHandle broker() {
        ProcessHandle started = running().toHandle();
        return Stream.concat(Stream.of(started), started.descendants())
                .filter(handle -> handle.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElse(started);
    }

    private String output() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("output.txt"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_OUTPUT), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
