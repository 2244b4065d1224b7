package io.odradek.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import io.odradek.protocol.metadata.TopicRecord;
import io.odradek.server.FoundDirectory.State;
import io.odradek.storage.MetaProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LogDirsCheckTest {
    private static final Uuid A = new Uuid(5, 1);
    private static final Uuid B = new Uuid(5, 2);
    private static final Uuid C = new Uuid(5, 3);
    private static final MetaProperties IDENTITY = new MetaProperties("cluster", 1, Uuid.ZERO);

    @Test
    void directoriesThatAreTheOnesThatWereAreFine() throws StartException {
        LogDirsCheck.Result result = check(image(List.of(A, B), A, B), formatted("a", A, 0), formatted("b", B, 1));
        assertThat(result.withheld()).isEmpty();
        assertThat(result.placed()).isEmpty();
    }

    @Test
    void aDirectoryThatIsNotThereOrEmptyOrAnotherOneIsRefusedByNameWithItsPartitions() {
        ClusterImage image = image(List.of(A, B), A, B, A, B);
        for (FoundDirectory second : List.of(
                new FoundDirectory(Path.of("/b"), new State.Absent(), new TreeSet<>()),
                new FoundDirectory(Path.of("/b"), new State.Unformatted(), new TreeSet<>()),
                formatted("b", C),
                formatted("b", C, 1, 3))) {
            assertThatThrownBy(() -> check(image, formatted("a", A, 0, 2), second))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("/b")
                    .hasMessageContaining("t-1, t-3")
                    .hasMessageContaining(B.toString())
                    .hasMessageContaining("start once without it in log.dirs")
                    .hasMessageContaining("Nothing was changed");
        }
    }

    @Test
    void partitionsThatWereNeverPlacedAreMissedAsWell() {
        ClusterImage image = image(List.of(A, B), Uuid.ZERO, Uuid.ZERO);
        assertThatThrownBy(() -> check(
                        image,
                        formatted("a", A, 0),
                        new FoundDirectory(Path.of("/b"), new State.Unformatted(), new TreeSet<>())))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("places 1 partitions")
                .hasMessageContaining("t-1");
    }

    @Test
    void partitionsWithoutMetaPropertiesBesideThemAreRefusedWithTheLinesToWrite() {
        assertThatThrownBy(() -> check(
                        image(List.of(A, B), A, B),
                        formatted("a", A, 0),
                        new FoundDirectory(Path.of("/b"), new State.Unformatted(), partitions(1))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("/b holds 1 partitions")
                .hasMessageContaining("cluster.id=cluster, node.id=1, directory.id=" + B);
    }

    @Test
    void aNewEmptyDirectoryThatTheMetadataDoesNotMissIsWelcome() throws StartException {
        LogDirsCheck.Result result = check(
                image(List.of(A), A, A),
                formatted("a", A, 0, 1),
                new FoundDirectory(Path.of("/b"), new State.Absent(), new TreeSet<>()));
        assertThat(result.withheld()).isEmpty();
    }

    @Test
    void aFirstStartHasNothingToMiss() throws StartException {
        LogDirsCheck.Result result = check(
                ClusterImage.EMPTY,
                new FoundDirectory(Path.of("/a"), new State.Unformatted(), new TreeSet<>()),
                new FoundDirectory(Path.of("/b"), new State.Absent(), new TreeSet<>()));
        assertThat(result.withheld()).isEmpty();
        assertThat(result.placed()).isEmpty();
    }

    @Test
    void aLostDirectoryThatHeldNothingIsMadeAnew() throws StartException {
        LogDirsCheck.Result result = check(
                image(List.of(A, B), A),
                formatted("a", A, 0),
                new FoundDirectory(Path.of("/b"), new State.Absent(), new TreeSet<>()));
        assertThat(result.withheld()).isEmpty();
    }

    @Test
    void aDirectoryTakenOutOfLogDirsLeavesItsPartitionsOfflineAndWhereTheyAreIsWrittenDown() throws StartException {
        LogDirsCheck.Result result = check(image(List.of(A, B), A, B, Uuid.ZERO, Uuid.ZERO), formatted("a", A, 0, 2));
        assertThat(result.withheld()).containsOnlyKeys(partition(1), partition(3));
        assertThat(result.withheld().get(partition(1))).contains(B.toString());
        assertThat(result.placed())
                .containsEntry(partition(2), A)
                .containsEntry(partition(3), B)
                .hasSize(2);
    }

    @Test
    void aDirectoryGivenUpEarlierDoesNotKeepANewOneOut() throws StartException {
        LogDirsCheck.Result result = check(
                image(List.of(A), A, B),
                formatted("a", A, 0),
                new FoundDirectory(Path.of("/new"), new State.Absent(), new TreeSet<>()));
        assertThat(result.withheld()).containsOnlyKeys(partition(1));
    }

    @Test
    void whatMayLieInADirectoryThatCannotBeUsedIsNotMadeAnew() throws StartException {
        LogDirsCheck.Result result = check(
                image(List.of(A), Uuid.ZERO, Uuid.ZERO),
                formatted("a", A, 0),
                new FoundDirectory(Path.of("/b"), new State.Failed(), new TreeSet<>()));
        assertThat(result.withheld()).containsOnlyKeys(partition(1));
        assertThat(result.placed()).containsOnlyKeys(partition(0));
    }

    @Test
    void aPartitionWhoseFolderWasNotMadeBeforeACrashIsMadeNow() throws StartException {
        LogDirsCheck.Result result = check(image(List.of(A, B), A, Uuid.ZERO), formatted("a", A, 0), formatted("b", B));
        assertThat(result.withheld()).isEmpty();
    }

    private static LogDirsCheck.Result check(ClusterImage image, FoundDirectory... found) throws StartException {
        return LogDirsCheck.check(List.of(found), image, IDENTITY);
    }

    private static FoundDirectory formatted(String name, Uuid id, int... partitions) {
        return new FoundDirectory(Path.of("/" + name), new State.Formatted(id), partitions(partitions));
    }

    private static TreeSet<TopicPartition> partitions(int... numbers) {
        TreeSet<TopicPartition> partitions = new TreeSet<>();
        for (int number : numbers) {
            partitions.add(partition(number));
        }
        return partitions;
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("t", number);
    }

    /** Broker 1 with these directories, and a topic with a partition in each of those. */
    private static ClusterImage image(List<Uuid> registered, Uuid... placed) {
        List<MetadataRecord> records = new ArrayList<>();
        records.add(new RegisterBrokerRecord().setBrokerId(1).setLogDirs(registered));
        Uuid topic = new Uuid(9, 9);
        records.add(new TopicRecord().setName("t").setTopicId(topic));
        for (int i = 0; i < placed.length; i++) {
            records.add(new PartitionRecord()
                    .setTopicId(topic)
                    .setPartitionId(i)
                    .setReplicas(List.of(1))
                    .setIsr(List.of(1))
                    .setLeader(1)
                    .setDirectories(List.of(placed[i])));
        }
        return ClusterImage.EMPTY.apply(records);
    }
}
