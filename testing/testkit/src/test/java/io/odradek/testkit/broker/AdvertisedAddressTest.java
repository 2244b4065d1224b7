package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.odradek.protocol.message.FindCoordinatorRequest;
import io.odradek.protocol.message.FindCoordinatorResponse;
import io.odradek.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that listens everywhere and advertises nothing tells each client the address that the client came in on. */
@OdradekTest(config = "listeners=PLAINTEXT://:0")
class AdvertisedAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "0:0:0:0:0:0:0:1"})
    void aClientIsToldTheAddressItCameInOn(String host, OdradekBroker broker) {
        try (WireClient client = connect(host, broker.port())) {
            assertThat(Requests.metadata(client).brokers()).singleElement().satisfies(node -> {
                assertThat(node.host()).isEqualTo(host);
                assertThat(node.port()).isEqualTo(broker.port());
            });
            FindCoordinatorResponse response = client.ask(
                    new FindCoordinatorRequest().setCoordinatorKeys(List.of("group")), FindCoordinatorResponse.class);
            assertThat(response.coordinators().getFirst().host()).isEqualTo(host);
        }
    }

    @Test
    void whatIsAdvertisedWins() {
        try (OdradekBroker broker = OdradekBroker.builder()
                        .config("advertised.listeners", "PLAINTEXT://kafka.example:1234")
                        .start();
                WireClient client = new WireClient(broker)) {
            MetadataResponseBroker node = Requests.metadata(client).brokers().getFirst();
            assertThat(node.host()).isEqualTo("kafka.example");
            assertThat(node.port()).isEqualTo(1234);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PLAINTEXT://localhost:0, , localhost, true",
        "PLAINTEXT://127.0.0.1:0, , 127.0.0.1, true",
        "PLAINTEXT://0.0.0.0:0, , 127.0.0.1, true",
        "PLAINTEXT://[::]:0, , 127.0.0.1, true",
        "PLAINTEXT://localhost:0, PLAINTEXT://kafka.example:0, kafka.example, true",
        "PLAINTEXT://localhost:0, PLAINTEXT://:1234, 127.0.0.1, false"
    })
    void whereAListenerListensIsAdvertised(
            String listeners, @Nullable String advertised, String host, boolean itsOwnPort) {
        OdradekBroker.Builder builder = OdradekBroker.builder().config("listeners", listeners);
        if (advertised != null) {
            builder.config("advertised.listeners", advertised);
        }
        try (OdradekBroker broker = builder.start();
                WireClient client = new WireClient("127.0.0.1", broker.port())) {
            MetadataResponseBroker node = Requests.metadata(client).brokers().getFirst();
            assertThat(node.host()).isEqualTo(host);
            assertThat(node.port()).isEqualTo(itsOwnPort ? broker.port() : 1234);
        }
    }

    /** Not every machine has every loopback address. */
    private static WireClient connect(String host, int port) {
        try {
            return new WireClient(host, port);
        } catch (UncheckedIOException e) {
            assumeTrue(false, "no connection to " + host + ": " + e.getMessage());
            throw e;
        }
    }
}
