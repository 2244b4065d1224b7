package io.odradek.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.raft.Endpoints.Endpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a controller says that other nodes reach it. */
class QuorumAssemblyTest {
    private static List<Endpoint> endpoints(String listener, String quorumKey, String quorum) {
        return QuorumAssembly.raft(
                        BrokerConfigLoader.load(Map.of(
                                        "node.id",
                                        "1",
                                        "process.roles",
                                        "controller",
                                        "controller.listener.names",
                                        "CONTROLLER",
                                        "listeners",
                                        listener,
                                        quorumKey,
                                        quorum))
                                .config(),
                        "cluster",
                        new Uuid(1, 2))
                .endpoints()
                .all();
    }

    @Test
    void aControllerOnEveryAddressOfItsMachineIsAnnouncedByTheNameOfTheMachine() {
        Endpoint expected = new Endpoint("CONTROLLER", MachineName.find(), 9093);
        String voters = "1@a:9093,2@b:9093,3@c:9093";
        assertThat(endpoints("CONTROLLER://:9093", "controller.quorum.voters", voters))
                .containsExactly(expected);
        assertThat(endpoints("CONTROLLER://0.0.0.0:9093", "controller.quorum.voters", voters))
                .containsExactly(expected);
        assertThat(endpoints("CONTROLLER://:9093", "controller.quorum.bootstrap.servers", "a:9093,b:9093"))
                .containsExactly(expected);
    }

    @Test
    void aControllerOnOneAddressIsAnnouncedThere() {
        assertThat(endpoints("CONTROLLER://10.1.2.3:9093", "controller.quorum.bootstrap.servers", "a:9093,b:9093"))
                .containsExactly(new Endpoint("CONTROLLER", "10.1.2.3", 9093));
    }

    @Test
    void aControllerThatIsAloneNeedsNoNameThatOthersKnow() {
        assertThat(endpoints("CONTROLLER://:9093", "controller.quorum.bootstrap.servers", "localhost:9093"))
                .containsExactly(new Endpoint("CONTROLLER", "localhost", 9093));
    }
}
