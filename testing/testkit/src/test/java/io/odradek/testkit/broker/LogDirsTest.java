package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeLogDirsRequest;
import io.odradek.protocol.message.DescribeLogDirsResponse;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker with several log directories. */
class LogDirsTest {
    @Test
    void partitionsAreSpreadAndFoundAgain(@TempDir Path first, @TempDir Path second) {
        try (OdradekBroker broker = start(first, second)) {
            try (WireClient client = new WireClient(broker)) {
                Requests.createTopic(client, "spread", 10, Map.of());
                produceToAll(client);
                DescribeLogDirsResponse response =
                        client.ask(new DescribeLogDirsRequest().setTopics(null), DescribeLogDirsResponse.class);
                assertThat(response.results())
                        .hasSize(2)
                        .allSatisfy(
                                folder -> assertThat(folder.topics().getFirst().partitions())
                                        .hasSizeBetween(4, 6));
            }
            broker.restart();
            try (WireClient client = new WireClient(broker)) {
                assertThat(Requests.endOffset(client, "spread")).isEqualTo(1);
                produceToAll(client);
                assertThat(Requests.endOffset(client, "spread")).isEqualTo(2);
            }
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedLeavesTheOthersServing(@TempDir Path good, @TempDir Path parent) throws IOException {
        Path bad = Files.writeString(parent.resolve("not-a-folder"), "");
        try (OdradekBroker broker = start(good, bad);
                WireClient client = new WireClient(broker)) {
            Requests.createTopic(client, "spread", 4, Map.of());
            produceToAll(client, 4);
            DescribeLogDirsResponse response =
                    client.ask(new DescribeLogDirsRequest().setTopics(null), DescribeLogDirsResponse.class);
            assertThat(response.results())
                    .anySatisfy(folder -> {
                        assertThat(folder.logDir()).isEqualTo(good.toString());
                        assertThat(folder.errorCode()).isZero();
                    })
                    .anySatisfy(folder -> {
                        assertThat(folder.logDir()).isEqualTo(bad.toString());
                        assertThat(ErrorCode.forCode(folder.errorCode())).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
                    });
        }
    }

    private static OdradekBroker start(Path first, Path second) {
        return OdradekBroker.builder().config("log.dirs", first + "," + second).start();
    }

    private static void produceToAll(WireClient client) {
        produceToAll(client, 10);
    }

    private static void produceToAll(WireClient client, int partitions) {
        for (int i = 0; i < partitions; i++) {
            var result = Requests.onlyPartition(client.ask(
                    Requests.produce("spread", i, Batches.of("x"), -1), Requests.NAMED, ProduceResponse.class));
            assertThat(ErrorCode.forCode(result.errorCode()))
                    .as("partition %d: %s", i, result.errorMessage())
                    .isEqualTo(ErrorCode.NONE);
        }
    }
}
