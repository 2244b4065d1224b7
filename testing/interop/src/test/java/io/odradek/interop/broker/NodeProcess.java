package io.odradek.interop.broker;

import io.odradek.interop.process.Command;
import io.odradek.interop.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A broker that is set up by {@code kafka-storage format} and started by {@code kafka-server-start}, whoever wrote these. */
final class NodeProcess implements BrokerUnderTest {
    private static final Duration START_LIMIT = Duration.ofSeconds(100);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final NodeConfig config;
    private final Tools tools;
    private final Path log;
    private volatile Process process;

    private NodeProcess(NodeConfig config, Tools tools, Path log) {
        this.config = config;
        this.tools = tools;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Formats a node in {@code folder}, without starting it; {@code overrides} are lines of {@code server.properties}. */
    static NodeProcess format(Path folder, Tools tools, String... overrides) {
        NodeConfig config = NodeConfig.write(folder, overrides);
        String id = tools.command("kafka-storage")
                .with(List.of("random-uuid"))
                .run(START_LIMIT)
                .orFail()
                .out()
                .strip();
        tools.command("kafka-storage")
                .with(List.of("format", "-t", id, "-c", config.file().toString()))
                .run(START_LIMIT)
                .orFail();
        return new NodeProcess(config, tools, folder.resolve("broker.log"));
    }

    /** A node whose configuration is there, and whose folder something else formats. */
    static NodeProcess of(NodeConfig config, Tools tools, Path log) {
        return new NodeProcess(config, tools, log);
    }

    /** Another product on the same configuration and data. */
    NodeProcess with(Tools others) {
        return new NodeProcess(config, others, log);
    }

    @Override
    public String bootstrap() {
        return config.host() + ":" + config.port();
    }

    @Override
    public String controller() {
        return config.host() + ":" + config.controllerPort();
    }

    @Override
    public void start() {
        launch();
        awaitReady();
    }

    @Override
    public void launch() {
        Command command =
                tools.command("kafka-server-start").with(List.of(config.file().toString()));
        process = command.withEnvironment("KAFKA_HEAP_OPTS", "-Xmx512m").start(log, log);
    }

    @Override
    public void awaitReady() {
        try {
            Probe.await(config.host(), config.port(), process, START_LIMIT);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the end of its log:\n" + tail(), e);
        }
    }

    @Override
    public void stop() {
        if (process != null) {
            Processes.terminate(process, STOP_LIMIT);
            process = null;
        }
    }

    @Override
    public void kill() {
        Processes.kill(process);
        process = null;
    }

    /** SIGSTOP: it stands still until {@link #resume}, and its connections stay open. */
    void pause() {
        Processes.signal(process, "STOP");
    }

    /** SIGCONT. */
    void resume() {
        Processes.signal(process, "CONT");
    }

    boolean runs() {
        return process != null;
    }

    @Override
    public Tools tools() {
        return tools;
    }

    @Override
    public Path logDir() {
        return config.logDir();
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
