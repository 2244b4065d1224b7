package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.ResourceType;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a broker takes while it runs. The codes are those that Apache Kafka 4.3.1 answered to the same requests. */
class DynamicValuesTest {
    /** A star stands for the defaults of all brokers. */
    private static final String KAFKAS_ANSWERS = """
            leader.replication.throttled.rate=x                            | INVALID_REQUEST
            leader.replication.throttled.rate=-1                           | INVALID_REQUEST
            leader.replication.throttled.rate=0                            | NONE
            leader.replication.throttled.rate=100                          | NONE
            *leader.replication.throttled.rate=100                         | NONE
            *leader.replication.throttled.rate=x                           | INVALID_REQUEST
            follower.replication.throttled.rate=x                          | INVALID_REQUEST
            replica.alter.log.dirs.io.max.bytes.per.second=x               | INVALID_REQUEST
            num.io.threads=100                                             | INVALID_REQUEST
            num.io.threads=17                                              | INVALID_REQUEST
            num.io.threads=16                                              | NONE
            num.io.threads=4                                               | NONE
            num.io.threads=3                                               | INVALID_REQUEST
            num.io.threads=0                                               | INVALID_REQUEST
            num.io.threads=x                                               | INVALID_REQUEST
            *num.io.threads=100                                            | INVALID_REQUEST
            *num.io.threads=16                                             | NONE
            num.network.threads=7                                          | INVALID_REQUEST
            num.network.threads=1                                          | NONE
            num.network.threads=2                                          | NONE
            listener.name.plaintext.num.network.threads=100                | INVALID_REQUEST
            num.replica.fetchers=3                                         | INVALID_REQUEST
            num.replica.fetchers=2                                         | NONE
            num.recovery.threads.per.data.dir=100                          | INVALID_REQUEST
            num.recovery.threads.per.data.dir=3                            | NONE
            background.threads=21                                          | INVALID_REQUEST
            background.threads=4                                           | INVALID_REQUEST
            log.cleaner.threads=3                                          | INVALID_REQUEST
            log.cleaner.threads=2                                          | NONE
            remote.log.reader.threads=100                                  | INVALID_REQUEST
            remote.log.manager.copier.thread.pool.size=100                 | INVALID_REQUEST
            remote.log.manager.expiration.thread.pool.size=100             | INVALID_REQUEST
            remote.log.manager.follower.thread.pool.size=100               | INVALID_REQUEST
            max.connections=0                                              | INVALID_REQUEST
            max.connections=-1                                             | INVALID_REQUEST
            max.connections=100                                            | NONE
            listener.name.plaintext.max.connections=0                      | INVALID_REQUEST
            listener.name.plaintext.max.connections=x                      | INVALID_REQUEST
            listener.name.plaintext.max.connections=5                      | NONE
            max.connections.per.ip=0                                       | INVALID_REQUEST
            max.connections.per.ip.overrides=127.0.0.1:x                   | INVALID_REQUEST
            max.connections.per.ip.overrides=127.0.0.1:5                   | NONE
            max.connections.per.ip.overrides=garbage                       | INVALID_REQUEST
            max.connection.creation.rate=0                                 | INVALID_REQUEST
            max.connection.creation.rate=1000                              | NONE
            listener.name.plaintext.max.connection.creation.rate=x         | INVALID_REQUEST
            listener.name.plaintext.max.connection.creation.rate=0         | INVALID_REQUEST
            metric.reporters=no.such.Class                                 | INVALID_REQUEST
            *metric.reporters=no.such.Class                                | INVALID_REQUEST
            metric.reporters=java.lang.String                              | INVALID_REQUEST
            metric.reporters=org.apache.kafka.common.metrics.JmxReporter   | NONE
            log.retention.ms=0                                             | INVALID_REQUEST
            log.retention.ms=5                                             | NONE
            log.retention.minutes=5                                        | INVALID_REQUEST
            log.retention.hours=0                                          | INVALID_REQUEST
            log.retention.bytes=x                                          | INVALID_REQUEST
            message.max.bytes=-1                                           | INVALID_REQUEST
            message.max.bytes=100                                          | NONE
            *message.max.bytes=100                                         | NONE
            log.cleanup.policy=x                                           | INVALID_REQUEST
            log.cleanup.policy=delete,compact                              | NONE
            log.cleanup.policy=                                            | NONE
            min.insync.replicas=0                                          | INVALID_REQUEST
            compression.type=nope                                          | INVALID_REQUEST
            log.segment.bytes=10                                           | INVALID_REQUEST
            log.index.size.max.bytes=1                                     | INVALID_REQUEST
            log.flush.interval.ms=-5                                       | NONE
            log.cleaner.io.buffer.size=0                                   | NONE
            log.cleaner.dedupe.buffer.size=1                               | INVALID_REQUEST
            log.cleaner.dedupe.buffer.size=268435456                       | NONE
            log.cleaner.min.cleanable.ratio=2                              | INVALID_REQUEST
            log.cleaner.io.max.bytes.per.second=x                          | INVALID_REQUEST
            log.cleaner.backoff.ms=-1                                      | INVALID_REQUEST
            log.message.timestamp.type=Foo                                 | INVALID_REQUEST
            log.local.retention.ms=999999999999                            | INVALID_REQUEST
            log.local.retention.bytes=999999999999                         | NONE
            log.roll.ms=0                                                  | INVALID_REQUEST
            foo.bar=1                                                      | NONE
            *foo.bar=1                                                     | NONE
            create.topic.policy.class.name=no.such.Class                   | INVALID_REQUEST
            num.partitions=3                                               | INVALID_REQUEST
            advertised.listeners=PLAINTEXT://localhost:39092               | INVALID_REQUEST
            listeners=PLAINTEXT://localhost:39092                          | INVALID_REQUEST
            listener.security.protocol.map=x                               | INVALID_REQUEST
            config.providers=x                                             | NONE
            principal.builder.class=no.such.Class                          | INVALID_REQUEST
            ssl.keystore.type=JKS                                          | INVALID_REQUEST
            listener.name.plaintext.ssl.keystore.type=JKS                  | NONE
            listener.name.plaintext.ssl.engine.factory.class=no.such.Class | INVALID_REQUEST
            listener.name.nope.max.connections=5                           | NONE
            *listener.name.plaintext.max.connections=5                     | NONE
            ssl.client.auth=nope                                           | INVALID_REQUEST
            sasl.jaas.config=x                                             | NONE
            listener.name.plaintext.plain.sasl.jaas.config=x               | NONE
            sasl.login.class=no.such.Class                                 | INVALID_REQUEST
            *log.retention.ms=77777                                        | NONE
            *max.connections=50                                            | NONE
            transaction.partition.verification.enable=maybe                | INVALID_REQUEST
            producer.id.expiration.ms=0                                    | INVALID_REQUEST
            producer.id.expiration.ms=5                                    | NONE
            unclean.leader.election.enable=maybe                           | INVALID_REQUEST
            remote.log.index.file.cache.total.size.bytes=-1                | INVALID_REQUEST
            remote.log.index.file.cache.total.size.bytes=10                | NONE
            remote.log.manager.copy.max.bytes.per.second=0                 | INVALID_REQUEST
            remote.list.offsets.request.timeout.ms=0                       | INVALID_REQUEST
            group.consumer.session.timeout.ms=5                            | INVALID_REQUEST
            offsets.retention.minutes=5                                    | INVALID_REQUEST
            cordoned.log.dirs=/nope                                        | INVALID_REQUEST
            log.cleaner.enable=x                                           | INVALID_REQUEST
            """;

    static Stream<Arguments> answers() {
        return KAFKAS_ANSWERS.lines().map(line -> {
            int bar = line.lastIndexOf('|');
            return Arguments.of(
                    line.substring(0, bar).strip(),
                    ErrorCode.valueOf(line.substring(bar + 1).strip()));
        });
    }

    @ParameterizedTest
    @MethodSource("answers")
    void whatAStartWouldRefuseIsRefusedWhileRunning(String setting, ErrorCode expected) {
        AlterConfigsResourceResponse answer = set(Fixture.single(), setting);
        assertThat(ErrorCode.forCode(answer.errorCode()))
                .as("%s: %s", setting, answer.errorMessage())
                .isEqualTo(expected);
    }

    @Test
    void aPoolOfThreadsGrowsAndShrinksInSteps() {
        Fixture cluster = Fixture.single();
        assertThat(set(cluster, "num.io.threads=17").errorMessage())
                .startsWith("Dynamic thread count update validation failed for num.io.threads=17, value should not be "
                        + "greater than double the current value 8");
        assertThat(set(cluster, "num.io.threads=16").errorMessage()).isNull();
        assertThat(set(cluster, "num.io.threads=32").errorMessage()).isNull();
        assertThat(set(cluster, "num.io.threads=15").errorMessage())
                .startsWith("Dynamic thread count update validation failed for num.io.threads=15, value should be at "
                        + "least half the current value 32");
        assertThat(set(cluster, "num.io.threads=16").errorMessage()).isNull();
        assertThat(cluster.context().config(cluster.image()).ioThreads()).isEqualTo(16);
    }

    @Test
    void aReferenceIsLookedUpWhenItIsSetAndLeftOutWhenItIsGone(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("values"), "threads=12\n");
        Fixture cluster = new Fixture(
                1,
                Map.of(
                        "config.providers", "file",
                        "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider"));
        cluster.start(1, "");
        assertThat(set(cluster, "num.io.threads=${file:" + file + ":nothing}").errorMessage())
                .contains("${file:" + file + ":nothing} is not there");
        assertThat(set(cluster, "num.io.threads=${file:" + file + ":threads}").errorMessage())
                .isNull();
        assertThat(cluster.context().config(cluster.image()).ioThreads()).isEqualTo(12);

        Files.delete(file);
        ControllerContext restarted = new ControllerContext(cluster.config(), Policies.NONE);
        assertThat(restarted.config(cluster.image()).ioThreads()).isEqualTo(8);
        assertThat(restarted.config(cluster.image()).ignored())
                .singleElement()
                .asString()
                .contains("num.io.threads, which was set while running, is not used", file.toString());
    }

    private static AlterConfigsResourceResponse set(Fixture cluster, String setting) {
        boolean all = setting.startsWith("*");
        int equals = setting.indexOf('=');
        AlterableConfig config = new AlterableConfig()
                .setName(setting.substring(all ? 1 : 0, equals))
                .setValue(setting.substring(equals + 1));
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest()
                .setResources(List.of(new AlterConfigsResource()
                        .setResourceType(ResourceType.BROKER.id())
                        .setResourceName(all ? "" : "1")
                        .setConfigs(List.of(config))));
        ConfigDecider decider = new ConfigDecider(cluster.context());
        return cluster.apply(decider.incrementalAlter(cluster.image(), request))
                .responses()
                .getFirst();
    }
}
