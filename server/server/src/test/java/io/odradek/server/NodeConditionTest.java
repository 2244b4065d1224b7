package io.odradek.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.publish.Retries;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.storage.disk.RealDisk;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NodeConditionTest {
    @TempDir
    Path folder;

    @Test
    void whatIsTriedAgainIsShownInSentences() {
        try (Retries retries = new Retries((_, _) -> () -> {}, new SystemTime())) {
            NodeCondition condition = new NodeCondition(retries, Optional.empty());
            assertThat(condition.getOutstandingCount()).isZero();
            retries.failed("partition t-0", "the disk is full", () -> {});
            assertThat(condition.getOutstanding()).containsExactly("partition t-0, tried 1 times: the disk is full.");
            retries.done("partition t-0");
            assertThat(condition.getOutstandingCount()).isZero();
        }
    }

    @Test
    @Timeout(60)
    void aServerIsShownInJmxUntilItEnds() throws StartException, JMException, InterruptedException {
        ObjectName name;
        try (OdradekServer server = start()) {
            ObjectName pattern = new ObjectName(
                    "io.odradek:type=NodeCondition,cluster=" + ObjectName.quote(server.clusterId()) + ",*");
            Set<ObjectName> found = Set.of();
            while (found.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(20);
                found = ManagementFactory.getPlatformMBeanServer().queryNames(pattern, null);
            }
            name = found.iterator().next();
            assertThat(name.getKeyProperty("node")).isEqualTo("1");
            assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "DamagedSegmentCount"))
                    .isEqualTo(0);
            assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "OutstandingCount"))
                    .isEqualTo(0);
        }
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isFalse();
    }

    private OdradekServer start() throws StartException {
        Map<String, String> keys = Map.of("listeners", "PLAINTEXT://127.0.0.1:0", "log.dirs", folder.toString());
        return OdradekServer.start(
                new ServerOptions(BrokerConfigLoader.load(keys).config(), true), new RealDisk());
    }
}
