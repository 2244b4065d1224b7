package io.odradek.interop.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.interop.process.Command;
import io.odradek.interop.process.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code odradek start --nodes 3} of the packaged product, as somebody tries it who wants to see a node die. */
@Tag("slow")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LocalClusterTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String TOPIC = "hello";
    private static final int RECORDS = 1_000;
    private static final Pattern NODE = Pattern.compile(" node (\\d) +(\\S+) +process (\\d+)");

    @TempDir
    private Path folder;

    /** What the command printed of a node. */
    private record Node(int id, String address, long pid) {}

    @Test
    void whatWasAcknowledgedIsReadAfterTheLeadersProcessWasKilled() throws Exception {
        Path out = folder.resolve("out.log");
        int port = freePorts();
        Process cluster = start(port, out);
        try {
            List<Node> nodes = awaitReady(cluster, out);
            assertThat(nodes).extracting(Node::id).containsExactly(1, 2, 3);
            String bootstrap =
                    String.join(",", nodes.stream().map(Node::address).toList());
            Set<String> acknowledged = new HashSet<>(produce(bootstrap, 0));

            Node victim;
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                TopicPartitionInfo partition = describe(admin);
                assertThat(partition.replicas()).hasSize(3);
                int leader = partition.leader().id();
                victim = nodes.get(leader - 1);
                kill(victim.pid());
                acknowledged.addAll(produce(bootstrap, RECORDS));
                assertThat(describe(admin).leader().id()).isNotEqualTo(leader);
            }

            assertThat(acknowledged).hasSize(2 * RECORDS);
            assertThat(consume(bootstrap, 2 * RECORDS)).isEqualTo(acknowledged);
            awaitLine(cluster, out, "Node " + victim.id() + " was killed.");
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + printed(out), e);
        } finally {
            Processes.terminate(cluster, LIMIT);
        }
    }

    @Test
    void aSecondStartFindsTheDataOfTheFirst() throws Exception {
        Path out = folder.resolve("out.log");
        int port = freePorts();
        Process cluster = start(port, out);
        Set<String> acknowledged;
        try {
            acknowledged = new HashSet<>(produce(bootstrap(awaitReady(cluster, out)), 0));
        } finally {
            Processes.terminate(cluster, LIMIT);
        }

        Path again = folder.resolve("again.log");
        Process second = start(port, again);
        try {
            assertThat(consume(bootstrap(awaitReady(second, again)), RECORDS)).isEqualTo(acknowledged);
        } finally {
            Processes.terminate(second, LIMIT);
        }
    }

    private static String bootstrap(List<Node> nodes) {
        return String.join(",", nodes.stream().map(Node::address).toList());
    }

    private Process start(int port, Path out) {
        String command = PackagedOdradek.find().home().resolve("bin/odradek").toString();
        return Command.of(
                        command,
                        "start",
                        "--nodes",
                        "3",
                        "--port",
                        Integer.toString(port),
                        "--data",
                        folder.resolve("data").toString())
                .start(out, out);
    }

    private List<Node> awaitReady(Process cluster, Path out) throws Exception {
        awaitLine(cluster, out, "Control-C stops them all.");
        List<Node> nodes = new ArrayList<>();
        Matcher matcher = NODE.matcher(Files.readString(out));
        while (matcher.find()) {
            nodes.add(new Node(Integer.parseInt(matcher.group(1)), matcher.group(2), Long.parseLong(matcher.group(3))));
        }
        return nodes;
    }

    private void awaitLine(Process cluster, Path out, String line) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.readString(out).contains(line)) {
            if (!cluster.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("\"" + line + "\" was not printed\n" + printed(out));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private String printed(Path out) throws IOException {
        StringBuilder all = new StringBuilder(Files.readString(out));
        for (int id = 1; id <= 3; id++) {
            Path log = folder.resolve("data").resolve("node-" + id + ".log");
            if (Files.exists(log)) {
                all.append("\n--- ").append(log).append('\n').append(Files.readString(log));
            }
        }
        return all.toString();
    }

    private static TopicPartitionInfo describe(Admin admin) throws Exception {
        return admin.describeTopics(List.of(TOPIC))
                .allTopicNames()
                .get()
                .get(TOPIC)
                .partitions()
                .getFirst();
    }

    private static void kill(long pid) {
        ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
        assertThat(handle.destroyForcibly()).isTrue();
        handle.onExit().join();
    }

    /** Numbers from one on, each of them acknowledged when this returns. */
    private static List<String> produce(String bootstrap, int from) throws Exception {
        if (from == 0) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 3)))
                        .all()
                        .get();
            }
        }
        List<String> values = new ArrayList<>();
        List<Future<?>> sent = new ArrayList<>();
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < from + RECORDS; i++) {
                values.add(Integer.toString(i));
                sent.add(producer.send(new ProducerRecord<>(TOPIC, Integer.toString(i))));
            }
            producer.flush();
            for (Future<?> each : sent) {
                each.get();
            }
        }
        return values;
    }

    /** Everything in the topic: none may be there twice. */
    private static Set<String> consume(String bootstrap, int expected) {
        Set<String> values = new HashSet<>();
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = System.nanoTime() + LIMIT.toNanos();
            while (values.size() < expected && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(500))
                        .forEach(record -> assertThat(values.add(record.value()))
                                .as("%s is there once", record.value())
                                .isTrue());
            }
        }
        return values;
    }

    /** The first of three ports that are free, as are those a hundred above. */
    private static int freePorts() throws IOException {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port;
            try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = any.getLocalPort();
            }
            if (port < 65_000 && areFree(List.of(port, port + 1, port + 2, port + 100, port + 101, port + 102))) {
                return port;
            }
        }
        throw new IOException("no free ports were found");
    }

    private static boolean areFree(List<Integer> ports) {
        return ports.stream().allMatch(LocalClusterTest::isFree);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false; // somebody has it: other ports are tried
        }
    }
}
