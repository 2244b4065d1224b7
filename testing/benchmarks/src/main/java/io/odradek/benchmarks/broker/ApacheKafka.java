package io.odradek.benchmarks.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Apache Kafka from its Maven artifacts, with the heap and the flags that its own start script sets. Where it differs
 * from an installed Kafka the difference is in Kafka's favour: no shell script, no JMX agent and no log file.
 *
 * @param title what a reader calls it
 * @param libs folder of its jars
 * @param java the java command
 * @param properties lines for its configuration
 */
public record ApacheKafka(String title, Path libs, Path java, List<String> properties) implements Product {
    /** The setting with which Kafka, too, syncs before it acknowledges. */
    public static final String FLUSH_EACH_APPEND = "log.flush.interval.messages=1";

    private static final List<String> JVM_FLAGS = List.of(
            "-Xmx1G",
            "-Xms1G",
            "-server",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:InitiatingHeapOccupancyPercent=35",
            "-XX:+ExplicitGCInvokesConcurrent",
            "-Djava.awt.headless=true");

    public ApacheKafka {
        properties = List.copyOf(properties);
    }

    @Override
    public List<String> formatCommand(Path config, String clusterId) {
        return List.of(
                java.toString(),
                "-cp",
                classPath(),
                "kafka.tools.StorageTool",
                "format",
                "-t",
                clusterId,
                "-c",
                config.toString());
    }

    @Override
    public List<String> startCommand(Path config) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", classPath(), "kafka.Kafka", config.toString()));
        return command;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    private String classPath() {
        return libs.resolve("*").toString();
    }
}
