package io.odradek.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OdradekBrokerTest {
    @Test
    void startsWithoutConfigurationInAFractionOfASecond() {
        OdradekBroker.start().close();
        long begun = System.nanoTime();
        try (OdradekBroker broker = OdradekBroker.start()) {
            long millis = (System.nanoTime() - begun) / 1_000_000;
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + broker.port());
            assertThat(millis).as("ms to start").isLessThan(1000);
        }
    }

    @Test
    void deletesItsTemporaryFolderAndTheSecondCloseDoesNothing() {
        OdradekBroker broker = OdradekBroker.start();
        assertThat(broker.dataFolder()).isDirectory();
        broker.close();
        assertThat(broker.dataFolder()).doesNotExist();
        broker.close();
    }

    @Test
    void keepsAFolderOfTheUsersAndContinuesIt(@TempDir Path folder) {
        String cluster;
        try (OdradekBroker broker = OdradekBroker.builder().dataFolder(folder).start()) {
            cluster = broker.clusterId();
        }
        assertThat(Files.exists(folder.resolve("meta.properties"))).isTrue();
        try (OdradekBroker broker = OdradekBroker.builder().dataFolder(folder).start()) {
            assertThat(broker.clusterId()).isEqualTo(cluster);
        }
    }

    @Test
    void restartsOnTheSamePorts() {
        try (OdradekBroker broker = OdradekBroker.builder()
                .config("listeners", "PLAINTEXT://127.0.0.1:0,CONTROLLER://127.0.0.1:0")
                .start()) {
            Map<String, String> before = broker.listeners();
            String cluster = broker.clusterId();
            broker.restart();
            assertThat(broker.listeners()).isEqualTo(before).hasSize(2);
            assertThat(broker.clusterId()).isEqualTo(cluster);
        }
    }

    @Test
    void runsManyInOneJvm() {
        List<OdradekBroker> brokers = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                brokers.add(OdradekBroker.start());
            }
            assertThat(brokers).extracting(OdradekBroker::port).doesNotHaveDuplicates();
            assertThat(brokers).extracting(OdradekBroker::clusterId).doesNotHaveDuplicates();
        } finally {
            brokers.forEach(OdradekBroker::close);
        }
    }

    @Test
    void leavesNoThreadBehind() {
        OdradekBroker.start().close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("odradek-"));
    }

    @Test
    void saysWhatIsWrongWithTheConfigs() {
        OdradekBroker.Builder builder = OdradekBroker.builder().config("num.partitions", "many");
        assertThatThrownBy(builder::start).isInstanceOf(ConfigException.class).hasMessageContaining("num.partitions");
    }
}
