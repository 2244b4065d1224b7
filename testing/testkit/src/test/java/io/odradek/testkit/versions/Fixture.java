package io.odradek.testkit.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.InitProducerIdRequest;
import io.odradek.protocol.message.InitProducerIdResponse;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The data that is in place when every version of every API is tried. */
final class Fixture {
    /** A topic with one partition and {@link #RECORDS} records of an idempotent producer. */
    static final String TOPIC = "records";

    static final int RECORDS = 10;
    static final String UNKNOWN_TOPIC = "no-such-topic";
    static final Uuid UNKNOWN_ID = new Uuid(0x0123_4567_89ab_cdefL, 42);

    private final AtomicInteger serial = new AtomicInteger();
    private final int controllerPort;
    private final Uuid topicId;
    private final long producerId;

    /** @param controllerPort of the listener for controllers */
    Fixture(WireClient client, int controllerPort) {
        this.controllerPort = controllerPort;
        topicId = Requests.createTopic(client, TOPIC, 1, Map.of());
        InitProducerIdResponse response = client.ask(
                new InitProducerIdRequest()
                        .setTransactionalId(null)
                        .setProducerId(-1)
                        .setProducerEpoch((short) -1),
                InitProducerIdResponse.class);
        assertNone(response.errorCode());
        producerId = response.producerId();
        for (int i = 0; i < RECORDS; i += 2) {
            RecordBatchBuilder batch = RecordBatchBuilder.create().producer(producerId, (short) 0, i);
            Requests.append(client, TOPIC, Batches.of(batch, "a" + i, "b" + i));
        }
        Requests.awaitCoordinator(client, "any-group");
    }

    Uuid topicId() {
        return topicId;
    }

    long producerId() {
        return producerId;
    }

    /** The port of the listener for controllers. */
    int controllerPort() {
        return controllerPort;
    }

    /** A number that was not used before. */
    int freshNumber() {
        return 1_000 + serial.incrementAndGet();
    }

    /** A name that was not used before. */
    String fresh(String prefix) {
        return prefix + "-" + serial.incrementAndGet();
    }

    /** A new topic with one partition and three records. */
    String freshTopic(WireClient client) {
        String name = fresh("topic");
        Requests.createTopic(client, name, 1, Map.of());
        Requests.append(client, name, Batches.of("1", "2", "3"));
        return name;
    }

    static void assertError(short code, ErrorCode expected) {
        assertThat(ErrorCode.forCode(code)).isEqualTo(expected);
    }

    static void assertNone(short code) {
        assertError(code, ErrorCode.NONE);
    }
}
