package io.odradek.storage;

import static io.odradek.storage.LogManagerFixture.FIRST;
import static io.odradek.storage.LogManagerFixture.TOPIC_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.storage.disk.CrashTrials;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Power failures after every single operation on the disk. */
class LogManagerCrashTest {
    private static final Uuid SECOND_TOPIC_ID = new Uuid(8, 8);

    @Test
    void madeAndDeletedLogsAreFoundAsTheyWere() throws Exception {
        int points = CrashTrials.everywhere(12, MakeAndDelete::new);
        assertThat(points).isGreaterThan(30);
    }

    @Test
    void deletedRecordsThatWereAnsweredStayDeleted() throws Exception {
        int points = CrashTrials.everywhere(12, DeleteRecords::new);
        assertThat(points).isGreaterThan(10);
    }

    private static final class DeleteRecords implements CrashTrials.Scenario {
        private static final int PARTITIONS = 3;

        private final long[] answered = new long[PARTITIONS];

        @Override
        public void run(SimulatedDisk disk) throws Exception {
            LogManagerFixture fixture = new LogManagerFixture(1);
            fixture.disk = disk;
            LogManager manager = fixture.open(FIRST);
            List<PartitionLog> logs = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                PartitionLog log = fixture.create(manager, "a", partition);
                for (int i = 0; i < 5; i++) {
                    log.appendAsLeader(TestBatches.batch(1, "v" + i), 0, AppendOrigin.CLIENT);
                }
                logs.add(log);
            }
            fixture.commit(manager);
            for (long offset = 1; offset <= 3; offset++) {
                for (PartitionLog log : logs) {
                    log.deleteRecordsBefore(offset);
                }
                long before = disk.syncs();
                if (!manager.keepStartOffsets(logs).isEmpty()) {
                    return; // the disk is dead: nothing is answered
                }
                assertThat(disk.syncs() - before)
                        .as("one write for all partitions")
                        .isEqualTo(1);
                Arrays.fill(answered, offset);
                manager.checkpoint();
            }
            manager.close();
        }

        @Override
        public void check(SimulatedDisk survivor, boolean completed) throws IOException {
            LogManagerFixture fixture = new LogManagerFixture(2);
            fixture.disk = survivor;
            try (LogManager manager = fixture.open(FIRST)) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    if (answered[partition] > 0) {
                        PartitionLog log =
                                manager.log(new TopicPartition("a", partition)).orElseThrow();
                        assertThat(log.logStartOffset()).isGreaterThanOrEqualTo(answered[partition]);
                        assertThat(log.logEndOffset()).isEqualTo(5);
                    }
                }
            }
        }
    }

    private static final class MakeAndDelete implements CrashTrials.Scenario {
        private long fixtures;
        private final Set<String> certain = new HashSet<>();
        private final Set<String> possible = new HashSet<>();

        @Override
        public void run(SimulatedDisk disk) throws Exception {
            LogManagerFixture fixture = new LogManagerFixture(fixtures++);
            fixture.disk = disk;
            LogManager manager = fixture.open(FIRST);
            create(fixture, manager, 0, TOPIC_ID);
            create(fixture, manager, 1, TOPIC_ID);
            delete(manager, 0, TOPIC_ID);
            create(fixture, manager, 0, SECOND_TOPIC_ID);
            fixture.time.advance(fixture.config.fileDeleteDelayMs());
            manager.runMaintenance(PartitionLog::logEndOffset);
            manager.checkpoint();
            manager.close();
        }

        private void create(LogManagerFixture fixture, LogManager manager, int partition, Uuid id) {
            possible.add(partition + "=" + id);
            manager.create(new TopicPartition("a", partition), id, fixture.config, Optional.empty());
            certain.add(partition + "=" + id);
        }

        private void delete(LogManager manager, int partition, Uuid id) {
            certain.remove(partition + "=" + id);
            manager.delete(new TopicPartition("a", partition));
            possible.remove(partition + "=" + id);
        }

        @Override
        public void check(SimulatedDisk survivor, boolean completed) throws IOException {
            LogManagerFixture fixture = new LogManagerFixture(fixtures++);
            fixture.disk = survivor;
            Set<String> found = new HashSet<>();
            try (LogManager manager = fixture.open(FIRST)) {
                assertThat(manager.failedLogs()).isEmpty();
                manager.logs().forEach(log -> found.add(log.topicPartition().partition() + "=" + log.topicId()));
                assertThat(found).containsAll(certain);
                assertThat(possible).containsAll(found);
                // Whatever was left behind does not stand in the way of making the log again.
                manager.delete(new TopicPartition("a", 0));
                fixture.create(manager, "a", 0);
                fixture.time.advance(fixture.config.fileDeleteDelayMs());
                manager.runMaintenance(PartitionLog::logEndOffset);
                assertThat(survivor.list(FIRST)).noneMatch(name -> name.endsWith("-delete"));
            }
        }
    }
}
