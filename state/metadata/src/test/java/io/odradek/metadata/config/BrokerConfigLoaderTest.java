package io.odradek.metadata.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerConfigLoaderTest {
    /** The keys of the file that Apache Kafka 4.x brings for its quickstart. */
    private static final String QUICKSTART = """
            process.roles=broker,controller
            node.id=1
            controller.quorum.bootstrap.servers=localhost:9093
            listeners=PLAINTEXT://:9092,CONTROLLER://:9093
            inter.broker.listener.name=PLAINTEXT
            advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
            num.network.threads=3
            num.io.threads=8
            socket.send.buffer.bytes=102400
            socket.receive.buffer.bytes=102400
            socket.request.max.bytes=104857600
            log.dirs=/tmp/kraft-combined-logs
            num.partitions=1
            num.recovery.threads.per.data.dir=1
            offsets.topic.replication.factor=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            log.retention.hours=168
            log.segment.bytes=1073741824
            log.retention.check.interval.ms=300000
            """;

    @Test
    void theQuickstartFileOfKafkaLoadsUnchanged() throws IOException {
        BrokerConfig config = load(QUICKSTART).config();
        assertThat(config.nodeId()).isEqualTo(1);
        assertThat(config.isBroker()).isTrue();
        assertThat(config.isController()).isTrue();
        assertThat(config.listeners().forBrokers())
                .containsExactly(new Listener("PLAINTEXT", "", 9092, SecurityProtocol.PLAINTEXT));
        assertThat(config.listeners().forControllers())
                .containsExactly(new Listener("CONTROLLER", "", 9093, SecurityProtocol.PLAINTEXT));
        assertThat(config.listeners().advertised("PLAINTEXT"))
                .contains(new Listener("PLAINTEXT", "localhost", 9092, SecurityProtocol.PLAINTEXT));
        assertThat(config.logDirs()).containsExactly("/tmp/kraft-combined-logs");
        assertThat(config.metadataLogDir()).isEqualTo("/tmp/kraft-combined-logs");
        assertThat(config.offsets().topicReplicationFactor()).isEqualTo((short) 1);
    }

    @Test
    void anOlderQuickstartFileWithVotersLoadsUnchanged() throws IOException {
        Loaded loaded = load("""
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@localhost:9093
                listeners=PLAINTEXT://:9092,CONTROLLER://:9093
                inter.broker.listener.name=PLAINTEXT
                controller.listener.names=CONTROLLER
                log.dirs=/tmp/kraft-combined-logs
                """);
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().quorum().voters()).containsExactly(new QuorumSettings.Voter(1, "localhost", 9093));
        assertThat(loaded.config().listeners().advertised()).isEmpty();
    }

    @Test
    void anEmptyFileIsANodeOfItsOwn() {
        BrokerConfig config = BrokerConfigLoader.load(Map.of()).config();
        assertThat(config.nodeId()).isEqualTo(1);
        assertThat(config.processRoles()).containsExactly("broker", "controller");
        assertThat(config.listeners().all()).hasSize(1);
        assertThat(config.isSet("num.partitions")).isFalse();
    }

    @Test
    void brokerIdIsAnotherNameOfNodeId() {
        assertThat(BrokerConfigLoader.load(Map.of("broker.id", "100")).config().nodeId())
                .isEqualTo(100);
        assertThatThrownBy(() -> BrokerConfigLoader.load(Map.of("broker.id", "100", "node.id", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("two names of one thing");
    }

    @Test
    void aCommentBehindAValueIsAnErrorThatSaysSo() {
        assertThatThrownBy(() -> load("broker.id=100 # ours\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a comment must stand on its own line")
                .hasMessageContaining("Write broker.id=100 ");
        assertThatThrownBy(() -> load("log.dirs=/data\t# ours\n"))
                .hasMessageContaining("a comment must stand on its own line");
    }

    @Test
    void aSecretMayContainWhatLooksLikeAComment() throws IOException {
        assertThat(load("ssl.keystore.password=a # b\n").warnings()).hasSize(1);
    }

    @Test
    void everyErrorIsReportedAtOnce() {
        assertThatThrownBy(() -> load("num.partitions=many\nnum.io.threads=0\nauto.create.topics.enable=yes\n"))
                .hasMessageContaining("Invalid value many for configuration num.partitions: Not a number of type INT. "
                        + "Write a whole number within [1,...], for example num.partitions=1.")
                .hasMessageContaining("Invalid value 0 for configuration num.io.threads: Value must be at least 1.")
                .hasMessageContaining("Write true or false, for example auto.create.topics.enable=true.");
    }

    @Test
    void anUnknownKeyIsAWarningWithTheNearestKnownOne() throws IOException {
        assertThat(load("num.partition=3\n").warnings())
                .containsExactly("Unknown key num.partition, ignored. Did you mean num.partitions?");
        assertThat(load("retention.ms=3\n").warnings())
                .containsExactly(
                        "Unknown key retention.ms, ignored. It is a topic's key; the broker's is log.retention.ms.");
        assertThat(load("my.company.setting.for.itself=3\n").warnings())
                .containsExactly("Unknown key my.company.setting.for.itself, ignored.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    port=9095                           | write listeners=PLAINTEXT://<host>:<port> instead
                    host.name=a                         | write listeners=PLAINTEXT://<host>:<port> instead
                    advertised.host.name=a              | write advertised.listeners=PLAINTEXT://<host>:<port> instead
                    advertised.port=9095                | write advertised.listeners=PLAINTEXT://<host>:<port> instead
                    control.plane.listener.name=A       | controller.listener.names
                    delegation.token.master.key=x       | delegation.token.secret.key
                    replica.lag.max.messages=4000       | replica.lag.time.max.ms
                    quota.producer.default=1            | --add-config producer_byte_rate=<bytes per second>
                    quota.consumer.default=1            | --add-config consumer_byte_rate=<bytes per second>
                    log.message.timestamp.difference.max.ms=1 | log.message.timestamp.before.max.ms
                    """)
    void aKeyThatKafkaHasReplacedIsAWarningThatSaysBy(String line, String replacement) throws IOException {
        Loaded loaded = load(line + "\n");
        assertThat(loaded.warnings()).singleElement().asString().contains("has no effect any more", replacement);
        assertThat(loaded.config().listeners().all())
                .containsExactly(new Listener("PLAINTEXT", "", 9092, SecurityProtocol.PLAINTEXT));
    }

    @Test
    void aKnownKeyWithoutEffectIsOneNotice() throws IOException {
        assertThat(load("kafka.metrics.polling.interval.secs=3\n").warnings())
                .containsExactly("kafka.metrics.polling.interval.secs is known but has no effect in this release.");
        assertThat(load("kafka.metrics.polling.interval.secs=10\n").warnings())
                .as("the default is what happens anyway")
                .isEmpty();
    }

    @Test
    void everyKeyEitherHasAnEffectOrIsKnownToHaveNone() {
        Set<String> all = new HashSet<>(KeyEffects.HAS_EFFECT);
        all.addAll(KeyEffects.NO_EFFECT_YET);
        assertThat(all).isEqualTo(BrokerConfigDef.names());
        assertThat(KeyEffects.HAS_EFFECT).doesNotContainAnyElementsOf(KeyEffects.NO_EFFECT_YET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    zookeeper.connect=localhost:2181           | keeping metadata in ZooKeeper is not there yet
                    listeners=SSL://:9092                      | only PLAINTEXT is there yet
                    listeners=SASL_PLAINTEXT://:9092           | only PLAINTEXT is there yet
                    listeners=PLAINTEXT://:9092,A://:9093      | no security protocol defined for listener A
                    listeners=PLAINTEXT://:x                   | is not a listener
                    listeners=PLAINTEXT://:70000               | is not a listener
                    listeners=9092                             | is not a listener
                    controller.quorum.voters=2@a:1             | must be included in the set of voters controller.quorum.voters=[2]
                    controller.quorum.voters=nonsense          | must be a list of {id}@{host}:{port}
                    controller.quorum.voters=1@a:1,1@b:1       | names a node twice
                    process.roles=broker                       | Missing required configuration "node.id"
                    authorizer.class.name=org.a.B              | authorization is not there yet
                    advertised.listeners=PLAINTEXT://0.0.0.0:1 | cannot use the nonroutable meta-address 0.0.0.0
                    advertised.listeners=OTHER://a:1           | no security protocol defined for listener OTHER
                    advertised.listeners=SSL://a:1             | must be equal to or a subset of the ones defined in listeners
                    inter.broker.listener.name=OTHER           | must be a listener name defined in listeners
                    max.connections.per.ip=0                   | only if max.connections.per.ip.overrides is set
                    max.connections.per.ip.overrides=a         | is not hostOrIp:count
                    queued.max.request.bytes=1                 | must be larger or equal to socket.request.max.bytes
                    log.retention.ms=0                         | must be unlimited (-1) or, equal or greater than 1
                    log.cleaner.dedupe.buffer.size=1           | must be at least 1MB per cleaner thread
                    group.min.session.timeout.ms=9999999       | must be greater than or equal to group.min.session.timeout.ms
                    group.consumer.session.timeout.ms=1        | must be in the range 45000 to 60000 inclusive
                    offsets.topic.compression.codec=9          | is no codec
                    durability=sometimes                       | must be one of: fsync, buffered
                    log.roll.ms=0                              | log.roll.ms must be greater than or equal to 1
                    log.roll.jitter.ms=-1                      | log.roll.jitter.ms must be greater than or equal to 0
                    cordoned.log.dirs=/nope                    | Missing entries: /nope
                    metric.reporters=no.such.Class             | Class no.such.Class could not be found.
                    metric.reporters=java.lang.String          | java.lang.String is no org.apache.kafka.common.metrics.MetricsReporter
                    create.topic.policy.class.name=no.such.A   | Class no.such.A could not be found.
                    create.topic.policy.class.name=java.lang.String | is no org.apache.kafka.server.policy.CreateTopicPolicy
                    alter.config.policy.class.name=java.lang.String | is no org.apache.kafka.server.policy.AlterConfigPolicy
                    principal.builder.class=java.lang.String   | is no org.apache.kafka.common.security.auth.KafkaPrincipalBuilder
                    """)
    void refusesWithAMessageThatHelps(String line, String message) {
        assertThatThrownBy(() -> load(line + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .satisfies(error -> assertThat(error.getMessage()).doesNotContainPattern("[^.]\\.\\.(?!\\.)"));
    }

    @Test
    void listenersMustDifferInNameAndPort() {
        String map = "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,B:PLAINTEXT\n";
        assertThatThrownBy(() -> load(map + "listeners=PLAINTEXT://:9092,B://:9092\n"))
                .hasMessageContaining("Each listener must have a different port");
        assertThatThrownBy(() -> load(map + "listeners=PLAINTEXT://:9092,PLAINTEXT://:9093\n"))
                .hasMessageContaining("Each listener must have a different name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listeners=PLAINTEXT://127.0.0.1:9092,B://[::1]:9092", "listeners=PLAINTEXT://:0,B://:0"})
    void samePortsOnBothAddressFamiliesAndFreePortsAreFine(String line) throws IOException {
        load("listener.security.protocol.map=PLAINTEXT:PLAINTEXT,B:PLAINTEXT\n" + line + "\n");
    }

    @Test
    void aControllerListenerMustBeAmongTheListeners() {
        assertThatThrownBy(() -> load("""
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://:9092
                controller.listener.names=CONTROLLER
                """))
                .hasMessageContaining("controller.listener.names must contain at least one value");
    }

    @Test
    void severalVotersAndBootstrapServersMakeAQuorum() throws IOException {
        assertThat(load("controller.quorum.voters=1@a:1,2@b:2,3@c:3\n")
                        .config()
                        .quorum()
                        .voters())
                .hasSize(3);
        assertThat(load("controller.quorum.bootstrap.servers=a:1,b:1,c:1\n")
                        .config()
                        .quorum()
                        .bootstrapServers())
                .containsExactly("a:1", "b:1", "c:1");
    }

    @Test
    void aNodeMayBeBrokerAloneOrControllerAlone() throws IOException {
        BrokerConfig broker = load("""
                process.roles=broker
                node.id=4
                listeners=PLAINTEXT://:9092
                controller.listener.names=CONTROLLER
                controller.quorum.bootstrap.servers=a:9093
                """).config();
        assertThat(broker.isController()).isFalse();
        BrokerConfig controller = load("""
                process.roles=controller
                node.id=1
                listeners=CONTROLLER://:9093
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@a:9093,2@b:9093
                """).config();
        assertThat(controller.isBroker()).isFalse();
        assertThat(controller.listeners().forBrokers()).isEmpty();
    }

    /** The conditions are Kafka's, and the first sentence of each message. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    broker     | PLAINTEXT://:1                   |                     | either controller.quorum.bootstrap.servers must contain
                    broker     | PLAINTEXT://:1                   | voters=1@a:9093     | node id 1 must not be included in the set of voters
                    broker     | PLAINTEXT://:1,CONTROLLER://:2   | voters=2@a:9093     | must not contain a value appearing in the 'listeners'
                    controller | PLAINTEXT://:1,CONTROLLER://:2   | voters=1@a:9093     | must only contain KRaft controller listeners
                    controller | CONTROLLER://:2                  | voters=2@a:9093     | node id 1 must be included in the set of voters
                    """)
    void rolesAndListenersMustFit(String role, String listeners, String quorum, String message) {
        assertThatThrownBy(() -> load("process.roles=" + role + "\nnode.id=1\nlisteners=" + listeners
                        + "\ncontroller.listener.names=CONTROLLER\n"
                        + (quorum == null ? "" : "controller.quorum." + quorum + "\n")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anAdvertisedListenerWithoutHostKeepsItsPort() throws IOException {
        assertThat(load("listeners=PLAINTEXT://localhost:9092\nadvertised.listeners=PLAINTEXT://:19092\n")
                        .config()
                        .listeners()
                        .advertised("PLAINTEXT"))
                .contains(new Listener("PLAINTEXT", "", 19092, SecurityProtocol.PLAINTEXT));
    }

    @ParameterizedTest
    @CsvSource({
        "PLAINTEXT://localhost:9092, localhost",
        "PLAINTEXT://:9092, ''",
        "PLAINTEXT://0.0.0.0:9092, ''",
        "PLAINTEXT://[::]:9092, ''",
        "PLAINTEXT://[::1]:9092, ::1"
    })
    void whereAListenerListensIsWhatItAdvertises(String listener, String host) throws IOException {
        ListenerSettings listeners =
                load("listeners=" + listener + "\n").config().listeners();
        assertThat(listeners.advertised("PLAINTEXT")).map(Listener::host).contains(host);
        assertThat(listeners.advertised("OTHER")).isEmpty();
    }

    @Test
    void overridesOfTheCommandLineWin() {
        Properties file = new Properties();
        file.setProperty("num.partitions", "3");
        assertThat(BrokerConfigLoader.load(file, Map.of("num.partitions", "5"))
                        .config()
                        .numPartitions())
                .isEqualTo(5);
    }

    @Test
    void dynamicValuesWinOverTheFile() throws IOException {
        BrokerConfig config = load("message.max.bytes=1000\n").config();
        assertThat(config.values().integer("message.max.bytes")).isEqualTo(1000);
        BrokerConfig changed =
                config.withDynamic(Map.of("message.max.bytes", "2000"), Map.of("message.max.bytes", "3000"));
        assertThat(changed.values().integer("message.max.bytes")).isEqualTo(3000);
        assertThat(TopicConfigView.of(changed, Map.of()).maxMessageBytes()).isEqualTo(3000);
        assertThat(changed.withDynamic(Map.of(), Map.of()).values().integer("message.max.bytes"))
                .isEqualTo(1000);
    }

    private static Loaded load(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return BrokerConfigLoader.load(properties, Map.of());
    }
}
