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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that advertises nothing tells each client the address that the client came in on. */
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
