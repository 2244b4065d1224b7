package io.odradek.interop.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.interop.broker.BrokerUnderTest;
import io.odradek.interop.broker.Brokers;
import io.odradek.interop.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million lines in through the console producer, out through the console consumer: the same bytes in the same order. */
@Tag("slow")
class RealInputTest {
    private static final int LINES = Integer.getInteger("interop.input.lines", 1_000_000);
    private static final long SEED = 20_261_124;
    private static final String TOPIC = "real-input";

    @TempDir
    private Path folder;

    @Test
    void log_throughConsoleProducerAndConsumer_isIdentical() throws IOException, NoSuchAlgorithmException {
        Path in = folder.resolve("in.log");
        Path out = folder.resolve("out.log");
        new AccessLog(SEED).write(in, LINES);
        BrokerUnderTest broker = Brokers.shared();
        tool(broker, "kafka-topics", "--create", "--topic", TOPIC, "--partitions", "1");

        broker.tools()
                .command("kafka-console-producer")
                .with(List.of("--bootstrap-server", broker.bootstrap(), "--topic", TOPIC))
                .withInput(in)
                .run(Duration.ofMinutes(3))
                .orFail();
        consume(broker, out);

        assertThat(sha256(out)).as("sha256 of " + LINES + " lines").isEqualTo(sha256(in));
        assertThat(tool(broker, "kafka-get-offsets", "--topic", TOPIC).strip()).isEqualTo(TOPIC + ":0:" + LINES);
        tool(broker, "kafka-topics", "--delete", "--topic", TOPIC);
    }

    /** Straight into a file: a hundred megabytes are too many for a string. */
    private void consume(BrokerUnderTest broker, Path out) {
        Command consumer = broker.tools()
                .command("kafka-console-consumer")
                .with(List.of("--bootstrap-server", broker.bootstrap(), "--topic", TOPIC, "--from-beginning"))
                .with(List.of("--max-messages", Integer.toString(LINES), "--timeout-ms", "30000"));
        consumer.runInto(out, folder.resolve("consumer.err"), Duration.ofMinutes(3));
    }

    private static String tool(BrokerUnderTest broker, String tool, String... arguments) {
        return broker.tools()
                .command(tool)
                .with(List.of("--bootstrap-server", broker.bootstrap()))
                .with(List.of(arguments))
                .run(Duration.ofMinutes(1))
                .orFail()
                .out();
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
