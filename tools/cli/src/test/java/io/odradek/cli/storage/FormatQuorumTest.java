package io.odradek.cli.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.RealDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.message.VotersRecord;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.ControlRecordUtils;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.raft.DynamicVoters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the first members of a quorum get onto disk, for each role and each flag; what is written is read by Kafka's classes. */
class FormatQuorumTest {
    private static final String CLUSTER = "qA_mCOQ_QMKPuyyAxPeufw";
    private static final String FIRST = "1@a:9093:JEXY6aqzQY-32P5TStzaFg";
    private static final String SECOND = "2@b:9094:MvDxzVmcRsaTz33bUuRU6A";
    private static final String DYNAMIC = "controller.quorum.bootstrap.servers=a:9093,b:9093";
    private static final String STATIC = "controller.quorum.voters=1@a:9093,2@b:9093";

    @TempDir
    private Path folder;

    private final Random random = new Random(7);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int format(String roles, String quorum, String... more) throws IOException {
        String listeners = switch (roles) {
            case "broker" -> "PLAINTEXT://:9092";
            case "controller" -> "CONTROLLER://:9093";
            default -> "PLAINTEXT://:9092,CONTROLLER://:9093";
        };
        Path config = folder.resolve("server.properties");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        List.of(
                                "process.roles=" + roles,
                                "node.id=1",
                                "listeners=" + listeners,
                                "controller.listener.names=CONTROLLER",
                                "log.dirs=" + folder.resolve("logs") + "," + folder.resolve("more"),
                                "metadata.log.dir=" + folder.resolve("metadata"),
                                quorum)));
        List<String> arguments = new ArrayList<>(List.of("format", "-t", CLUSTER, "-c", config.toString()));
        arguments.addAll(List.of(more));
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
                .run(arguments, 1_700_000_000_000L);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path checkpoint(String directory) {
        return folder.resolve(directory).resolve("__cluster_metadata-0/00000000000000000000-0000000000.checkpoint");
    }

    private String directoryId(String directory) throws IOException {
        return MetaProperties.read(new RealDisk(), folder.resolve(directory))
                .orElseThrow()
                .directoryId()
                .toString();
    }

    /** The voters in the checkpoint of the metadata directory, as Kafka reads them; everything around them is checked too. */
    private VotersRecord voters() throws IOException {
        List<RecordBatch> batches = new ArrayList<>();
        MemoryRecords.readableRecords(ByteBuffer.wrap(Files.readAllBytes(checkpoint("metadata"))))
                .batches()
                .forEach(batches::add);
        assertThat(batches).hasSize(2);
        batches.forEach(RecordBatch::ensureValid);
        List<Record> header = new ArrayList<>();
        batches.getFirst().forEach(header::add);
        assertThat(header)
                .extracting(record -> ControlRecordType.parse(record.key()))
                .containsExactly(
                        ControlRecordType.SNAPSHOT_HEADER,
                        ControlRecordType.KRAFT_VERSION,
                        ControlRecordType.KRAFT_VOTERS);
        assertThat(ControlRecordUtils.deserializeKRaftVersionRecord(header.get(1))
                        .kRaftVersion())
                .isEqualTo((short) 1);
        assertThat(batches.getLast().baseOffset()).isEqualTo(3);
        assertThat(ControlRecordType.parse(batches.getLast().iterator().next().key()))
                .isEqualTo(ControlRecordType.SNAPSHOT_FOOTER);
        return ControlRecordUtils.deserializeVotersRecord(header.get(2));
    }

    /** What Kafka makes of the argument. */
    private static VotersRecord kafkas(String controllers) {
        return DynamicVoters.parse(controllers).toVoterSet("CONTROLLER").toVotersRecord((short) 0);
    }

    @Test
    void everyInitialControllerIsAVoterOfTheFirstCheckpoint() throws Exception {
        assertThat(format("controller", DYNAMIC, "--initial-controllers", FIRST + "," + SECOND))
                .isZero();

        assertThat(out())
                .contains("Formatting dynamic metadata voter directory " + folder.resolve("metadata") + " with")
                .contains("Formatting data directory " + folder.resolve("logs") + " with")
                .contains("Formatting data directory " + folder.resolve("more") + " with");
        assertThat(voters()).isEqualTo(kafkas(FIRST + "," + SECOND));
        assertThat(directoryId("metadata")).isEqualTo("JEXY6aqzQY-32P5TStzaFg");
        assertThat(directoryId("logs")).isNotEqualTo(directoryId("more"));
        assertThat(folder.resolve("logs/__cluster_metadata-0")).doesNotExist();
    }

    @Test
    void aNodeThatIsNotAmongTheInitialControllersKnowsThemToo() throws Exception {
        for (String roles : List.of("broker", "broker,controller")) {
            assertThat(format(roles, DYNAMIC, "-I", SECOND)).isZero();

            assertThat(out()).contains("Formatting dynamic metadata directory " + folder.resolve("metadata"));
            assertThat(voters()).isEqualTo(kafkas(SECOND));
            assertThat(directoryId("metadata")).isNotEqualTo("MvDxzVmcRsaTz33bUuRU6A");
            for (String directory : List.of("logs", "more", "metadata")) {
                Files.delete(folder.resolve(directory).resolve("meta.properties"));
            }
        }
    }

    @Test
    void aStandaloneControllerIsItsOwnQuorum() throws Exception {
        assertThat(format("broker,controller", DYNAMIC, "--standalone")).isZero();

        assertThat(out()).contains("Formatting dynamic metadata voter directory " + folder.resolve("metadata"));
        assertThat(voters()).isEqualTo(kafkas("1@localhost:9093:" + directoryId("metadata")));
    }

    @Test
    void aStandaloneControllerIsReachedWhereItIsAdvertised() throws Exception {
        format("controller", DYNAMIC + "\nadvertised.listeners=CONTROLLER://c.example:19093", "--standalone");

        assertThat(voters()).isEqualTo(kafkas("1@c.example:19093:" + directoryId("metadata")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            broker            | controller.quorum.bootstrap.servers=a:9093 |
            broker            | controller.quorum.voters=2@b:9093          |
            controller        | controller.quorum.voters=1@a:9093,2@b:9093 |
            broker,controller | controller.quorum.voters=1@a:9093,2@b:9093 |
            broker,controller | controller.quorum.voters=1@a:9093,2@b:9093 | --no-initial-controllers
            broker,controller | controller.quorum.bootstrap.servers=a:9093 | --no-initial-controllers
            broker            | controller.quorum.bootstrap.servers=a:9093 | --no-initial-controllers
            """)
    void whoIsToldTheVotersOtherwiseGetsNoCheckpoint(String roles, String quorum, String flag) throws Exception {
        assertThat(flag == null ? format(roles, quorum) : format(roles, quorum, flag))
                .as(err())
                .isZero();

        assertThat(out()).contains("Formatting metadata directory " + folder.resolve("metadata"));
        assertThat(folder.resolve("metadata/__cluster_metadata-0")).doesNotExist();
        assertThat(folder.resolve("metadata/bootstrap.checkpoint")).isNotEmptyFile();
    }

    @Test
    void anAddressOfIPv6StandsInBrackets() throws Exception {
        format("controller", DYNAMIC, "-I", "2@[fd00::2]:9094:MvDxzVmcRsaTz33bUuRU6A");

        assertThat(voters().voters().getFirst().endpoints())
                .singleElement()
                .extracting(VotersRecord.Endpoint::host, VotersRecord.Endpoint::port)
                .containsExactly("fd00::2", 9094);
    }

    @Test
    void aBrokerIsNoQuorum() throws Exception {
        assertThat(format("broker", DYNAMIC, "--standalone")).isEqualTo(1);

        assertThat(err()).isEqualTo("You can only use --standalone on a controller.\n");
        assertThat(folder.resolve("metadata")).doesNotExist();
    }

    @Test
    void fixedVotersExcludeOthers() throws Exception {
        assertThat(format("controller", STATIC, "-I", FIRST)).isEqualTo(1);

        assertThat(err())
                .startsWith("You cannot specify controller.quorum.voters and format the node with"
                        + " --initial-controllers or --standalone.");
    }

    @Test
    void theLevelOfTheQuorumFollowsFromHowItIsFormed() throws Exception {
        assertThat(format("controller", DYNAMIC, "-s", "-f", "kraft.version=0")).isEqualTo(1);
        assertThat(err())
                .isEqualTo("Cannot set kraft.version to 0 if controller.quorum.voters is empty and one of the flags"
                        + " --standalone, --initial-controllers, or --no-initial-controllers is used. For dynamic"
                        + " controllers support, try removing the --feature flag for kraft.version.\n");
        assertThat(format("controller", STATIC, "-f", "kraft.version=1")).isEqualTo(1);
        assertThat(err())
                .isEqualTo("Cannot set kraft.version to 1 unless controller.quorum.voters is empty and one of the flags"
                        + " --standalone, --initial-controllers, or --no-initial-controllers is used. For dynamic"
                        + " controllers support, try using one of --standalone, --initial-controllers, or"
                        + " --no-initial-controllers and removing controller.quorum.voters.\n");
        assertThat(format("controller", DYNAMIC, "-s", "-f", "kraft.version=1")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ,                                                           | No voters given.
            1:9093:JEXY6aqzQY-32P5TStzaFg                               | No @ found in '1:9093:JEXY6aqzQY-32P5TStzaFg'.
            1@a:9093                                                    | No port and directory id found
            1@:9093:JEXY6aqzQY-32P5TStzaFg                              | No hostname found
            1@a:70000:JEXY6aqzQY-32P5TStzaFg                            | The port 70000
            x@a:9093:JEXY6aqzQY-32P5TStzaFg                             | is malformed
            -1@a:9093:JEXY6aqzQY-32P5TStzaFg                            | is negative
            1@a:9093:short                                              | is malformed
            1@a:1:JEXY6aqzQY-32P5TStzaFg,1@b:1:MvDxzVmcRsaTz33bUuRU6A   | Node id 1 was specified more than once.
            """)
    void whatIsNoListOfControllersIsRefused(String controllers, String message) throws Exception {
        assertThat(format("controller", DYNAMIC, "-I", controllers)).isEqualTo(1);

        assertThat(err()).contains(message).doesNotContain("Exception");
        assertThat(folder.resolve("metadata")).doesNotExist();
    }

    @Test
    void credentialsNeedAReleaseThatKeepsThem() throws Exception {
        String scram = "SCRAM-SHA-256=[name=alice,password=secret]";

        assertThat(format("controller", DYNAMIC, "-s", "-r", "3.5-IV1", "-S", scram))
                .isEqualTo(1);
        assertThat(err()).isEqualTo("SCRAM is only supported in metadata.version 3.5-IV2 or later.\n");
        assertThat(format("controller", DYNAMIC, "-s", "-r", "3.5-IV2", "-S", scram))
                .isZero();
    }
}
