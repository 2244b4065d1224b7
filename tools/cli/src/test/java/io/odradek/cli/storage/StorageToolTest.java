package io.odradek.cli.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.RealDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines and exit codes are those that Kafka 4.3.1's own command gave for the same arguments. */
class StorageToolTest {
    private static final String CLUSTER = "qA_mCOQ_QMKPuyyAxPeufw";
    private static final String OTHER_CLUSTER = "bA_mCOQ_QMKPuyyAxPeufw";

    @TempDir
    private Path folder;

    private final Random random = new Random(7);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path config;
    private Path logs;

    @BeforeEach
    void configure() throws IOException {
        logs = folder.resolve("logs");
        config = write("controller.quorum.bootstrap.servers=localhost:9093", "log.dirs=" + logs);
    }

    private Path write(String... lines) throws IOException {
        Path file = Files.createTempFile(folder, "server", ".properties");
        Files.writeString(file, """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://:9092,CONTROLLER://:9093
                controller.listener.names=CONTROLLER
                """ + String.join("\n", lines) + "\n");
        return file;
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return new StorageTool(
                        new RealDisk(),
                        size -> {
                            byte[] bytes = new byte[size];
                            random.nextBytes(bytes);
                            return bytes;
                        },
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments), 1_700_000_000_000L);
    }

    private int format(String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of("format", "-t", CLUSTER, "-c", config.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void formattingAnEmptyDirectoryWritesBothFilesAndSaysSo() throws Exception {
        assertThat(format("--standalone")).isZero();

        assertThat(out())
                .isEqualTo("Bootstrap metadata: BootstrapMetadata(records=[ApiMessageAndVersion(FeatureLevelRecord("
                        + "name='metadata.version', featureLevel=33) at version 0), ApiMessageAndVersion(FeatureLevelRecord("
                        + "name='eligible.leader.replicas.version', featureLevel=1) at version 0)],"
                        + " metadataVersionLevel=33, source=format"
                        + " command)\nFormatting dynamic metadata voter directory " + logs
                        + " with metadata.version 4.4-IV2.\n");
        assertThat(err()).isEmpty();
        MetaProperties properties = MetaProperties.read(new RealDisk(), logs).orElseThrow();
        assertThat(properties.clusterId()).isEqualTo(CLUSTER);
        assertThat(properties.nodeId()).isEqualTo(1);
        assertThat(logs.resolve("bootstrap.checkpoint")).isNotEmptyFile();
    }

    @Test
    void oneDashWillDoForALongOption() {
        assertThat(format("-standalone")).isZero();
    }

    @Test
    void aFormattedDirectoryIsNotFormattedAgain() throws Exception {
        format("-s");
        String before = Files.readString(logs.resolve("meta.properties"));

        assertThat(format("-s")).isEqualTo(1);

        assertThat(err())
                .isEqualTo("Log directory " + logs + " is already formatted. Use --ignore-formatted to ignore this"
                        + " directory and format the others.\n");
        assertThat(Files.readString(logs.resolve("meta.properties"))).isEqualTo(before);
    }

    @Test
    void aFormattedDirectoryCanBePassedOver() {
        format("-s");

        assertThat(format("-s", "--ignore-formatted")).isZero();

        assertThat(out()).isEqualTo("All of the log directories are already formatted.\n");
    }

    @Test
    void aDirectoryOfAnotherClusterIsNotPassedOver() {
        format("-s");

        assertThat(run("format", "-s", "-g", "-t", OTHER_CLUSTER, "-c", config.toString()))
                .isEqualTo(1);

        assertThat(err())
                .isEqualTo("Invalid cluster.id in: " + logs.resolve("meta.properties") + ". Expected " + OTHER_CLUSTER
                        + ", but read " + CLUSTER + "\n");
    }

    @Test
    void onlyWhatIsMissingIsFormatted() throws Exception {
        Path second = folder.resolve("second");
        format("-s");
        config = write("controller.quorum.bootstrap.servers=localhost:9093", "log.dirs=" + logs + "," + second);

        assertThat(format("-s", "-g")).isZero();

        assertThat(out())
                .contains("Formatting data directory " + second + " with metadata.version 4.4-IV2.")
                .doesNotContain(logs.toString());
    }

    @Test
    void aControllerWithoutVotersMustSayHowItFindsTheQuorum() {
        assertThat(format()).isEqualTo(1);

        assertThat(err())
                .isEqualTo("Because controller.quorum.voters is not set on this controller, you must specify one of the"
                        + " following: --standalone, --initial-controllers, or --no-initial-controllers.\n");
    }

    @Test
    void votersAndStandaloneContradictEachOther() throws Exception {
        config = write("controller.quorum.voters=1@localhost:9093", "log.dirs=" + logs);

        assertThat(format("--standalone")).isEqualTo(1);
        assertThat(err()).startsWith("You cannot specify controller.quorum.voters and format the node with");
        assertThat(format()).isZero();
        assertThat(out()).contains("Formatting metadata directory " + logs);
    }

    @Test
    void theInitialControllersDirectoryGetsItsId() throws Exception {
        assertThat(format("-I", "1@localhost:9093:JEXY6aqzQY-32P5TStzaFg")).isZero();

        assertThat(Files.readString(logs.resolve("meta.properties"))).contains("directory.id=JEXY6aqzQY-32P5TStzaFg\n");
    }

    @Test
    void aFeatureThatThisReleaseLacksIsRefused() {
        assertThat(format("-s", "-f", "group.version=1")).isEqualTo(1);
        assertThat(err()).contains("group.version=1 is not there yet");
        assertThat(format("-s", "-f", "nonsense=1")).isEqualTo(1);
        assertThat(err()).startsWith("Unsupported feature: nonsense. Supported features are: eligible.leader.replicas");
        assertThat(format("-s", "-f", "group.version")).isEqualTo(1);
        assertThat(err()).isEqualTo("Can't parse feature=level string group.version: equals sign not found.\n");
    }

    @Test
    void aReleaseDecidesTheMetadataVersion() {
        assertThat(format("-s", "--release-version", "3.9")).isZero();
        assertThat(out()).contains("featureLevel=21", "with metadata.version 3.9-IV0.");
    }

    @Test
    void anUnknownReleaseIsAnsweredWithAllThereAre() {
        assertThat(format("-s", "-r", "5.0")).isEqualTo(1);
        assertThat(err())
                .startsWith("Unknown metadata.version '5.0'. Supported metadata.version are: 3.3-IV3, 3.4-IV0");
    }

    @Test
    void releaseAndMetadataVersionContradictEachOther() {
        assertThat(format("-s", "-r", "4.1", "-f", "metadata.version=20")).isEqualTo(1);
        assertThat(err())
                .isEqualTo("Use --release-version instead of --feature metadata.version=X to avoid ambiguity.\n");
    }

    @Test
    void aFileInPlaceOfTheDirectoryCannotBeFormatted() throws Exception {
        Files.writeString(logs, "in the way");

        assertThat(format("-s")).isEqualTo(1);
        assertThat(err()).contains(logs + ": it is not a directory", "No available log directories to format.\n");
        assertThat(run("info", "-c", config.toString())).isEqualTo(1);
        assertThat(out()).isEqualTo("Found problem:\n  " + logs + " is not a directory\n\n");
    }

    @Test
    void infoShowsDirectoryAndMetadata() throws Exception {
        assertThat(run("info", "-c", config.toString())).isEqualTo(1);
        assertThat(out()).isEqualTo("Found problem:\n  " + logs + " does not exist\n\n");

        Files.createDirectories(logs);
        assertThat(run("info", "-c", config.toString())).isEqualTo(1);
        assertThat(out())
                .isEqualTo(
                        "Found log directory:\n  " + logs + "\n\nFound problem:\n  " + logs + " is not formatted.\n\n");

        format("-I", "1@localhost:9093:JEXY6aqzQY-32P5TStzaFg");
        assertThat(run("info", "-c", config.toString())).isZero();
        assertThat(out())
                .isEqualTo("Found log directory:\n  " + logs + "\n\nFound metadata: {cluster.id=" + CLUSTER
                        + ", directory.id=JEXY6aqzQY-32P5TStzaFg, node.id=1, version=1}\n\n");
    }

    @Test
    void aMissingConfigurationIsOneSentence() {
        assertThat(run(
                        "format",
                        "-s",
                        "-t",
                        CLUSTER,
                        "-c",
                        folder.resolve("nope").toString()))
                .isEqualTo(1);
        assertThat(err()).isEqualTo("There is no file " + folder.resolve("nope") + ".\n");
    }

    @Test
    void mistakesOnTheCommandLineShowUsage() {
        assertThat(run()).isEqualTo(1);
        assertThat(err()).startsWith("usage: kafka-storage").endsWith("kafka-storage: error: too few arguments\n");
        assertThat(run("format", "-c", config.toString())).isEqualTo(1);
        assertThat(err()).endsWith("kafka-storage: error: argument --cluster-id/-t is required\n");
        assertThat(run("info")).isEqualTo(1);
        assertThat(err())
                .isEqualTo("usage: kafka-storage info [-h] --config CONFIG\n"
                        + "kafka-storage: error: argument --config/-c is required\n");
        assertThat(run("frob")).isEqualTo(1);
        assertThat(err()).contains("invalid choice: 'frob'");
        assertThat(format("-s", "-N")).isEqualTo(1);
        assertThat(err()).contains("not allowed with argument --standalone");
    }

    @Test
    void aRandomIdIsAnIdAndNotTheLastOne() {
        assertThat(run("random-uuid")).isZero();
        String first = out();
        assertThat(run("random-uuid")).isZero();

        assertThat(first).matches("[A-Za-z0-9_][A-Za-z0-9_-]{21}\n").isNotEqualTo(out());
    }

    @Test
    void versionMappingIsThatOfKafka() {
        assertThat(run("version-mapping", "-r", "4.1-IV0")).isZero();
        assertThat(out()).isEqualTo("""
                metadata.version=26 (4.1-IV0)
                kraft.version=1
                transaction.version=2
                group.version=1
                eligible.leader.replicas.version=1
                share.version=0
                streams.version=0
                """);
    }

    @Test
    void dependenciesAreThoseOfKafka() {
        assertThat(run(
                        "feature-dependencies",
                        "-f",
                        "transaction.version=2",
                        "-f",
                        "eligible.leader.replicas.version=1"))
                .isZero();
        assertThat(out()).isEqualTo("""
                transaction.version=2 has no dependencies.
                eligible.leader.replicas.version=1 requires:
                    metadata.version=23 (4.0-IV1)
                """);
        assertThat(run("feature-dependencies", "-f", "transaction.version=9")).isEqualTo(1);
        assertThat(err()).isEqualTo("Feature level 9 is not supported for feature transaction.version\n");
    }
}
