package io.odradek.interop.broker;

import io.odradek.interop.client.Installation;
import io.odradek.interop.process.Command;
import java.nio.file.Path;
import java.util.Map;

/** Apache Kafka 4.3.1, broker and tools, from Maven Central: the baseline that says what the tests should see. */
final class ApacheKafka implements Tools {
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("kafka-server-start", "kafka.Kafka"),
            Map.entry("kafka-storage", "kafka.tools.StorageTool"),
            Map.entry("kafka-configs", "kafka.admin.ConfigCommand"),
            Map.entry("kafka-topics", "org.apache.kafka.tools.TopicCommand"),
            Map.entry("kafka-console-producer", "org.apache.kafka.tools.ConsoleProducer"),
            Map.entry("kafka-console-consumer", "org.apache.kafka.tools.consumer.ConsoleConsumer"),
            Map.entry("kafka-consumer-groups", "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"),
            Map.entry("kafka-get-offsets", "org.apache.kafka.tools.GetOffsetShell"),
            Map.entry("kafka-delete-records", "org.apache.kafka.tools.DeleteRecordsCommand"),
            Map.entry("kafka-log-dirs", "org.apache.kafka.tools.LogDirsCommand"),
            Map.entry("kafka-broker-api-versions", "org.apache.kafka.tools.BrokerApiVersionsCommand"),
            Map.entry("kafka-producer-perf-test", "org.apache.kafka.tools.ProducerPerformance"),
            Map.entry("kafka-consumer-perf-test", "org.apache.kafka.tools.ConsumerPerformance"),
            Map.entry("kafka-dump-log", "org.apache.kafka.tools.DumpLogSegments"));

    private final Path libraries;
    private final Path logging;

    ApacheKafka() {
        this.libraries = Installation.of("apache-kafka").resolve("lib");
        this.logging = Installation.folder().resolve("apache-kafka/log4j2.properties");
    }

    @Override
    public Command command(String tool) {
        boolean server = tool.equals("kafka-server-start");
        return Command.of(
                "/bin/sh",
                "-c",
                // As in Kafka's own scripts, the heap comes from the environment. A tool runs for a second: no C2 for
                // it.
                "exec \"$JAVA_HOME/bin/java\" ${KAFKA_HEAP_OPTS:--Xmx256m} \"$@\"",
                tool,
                server ? "-XX:+UseG1GC" : "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + (server ? 4 : 1),
                "--enable-native-access=ALL-UNNAMED",
                "-Dinterop.log.level=" + (server ? "INFO" : "WARN"),
                "-Dlog4j2.configurationFile=" + logging,
                "-cp",
                libraries + "/*",
                CLASSES.get(tool));
    }
}
