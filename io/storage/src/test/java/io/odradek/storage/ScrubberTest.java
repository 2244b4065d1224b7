package io.odradek.storage;

import static io.odradek.storage.LogManagerFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.TopicPartition;
import io.odradek.storage.disk.DiskFaults;
import io.odradek.storage.disk.DiskFaults.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrubberTest {
    private static final Scrubber.Pace DAILY = new Scrubber.Pace(TimeUnit.DAYS.toMillis(1), 1 << 20);
    private static final int SEGMENTS = 5;

    private final LogManagerFixture fixture = new LogManagerFixture(3);
    private LogManager manager;
    private PartitionLog log;

    @BeforeEach
    void openAndFill() throws IOException {
        fixture.config =
                LogConfig.builder().segmentBytes(200).fileDeleteDelayMs(0).build();
        manager = fixture.open(FIRST);
        log = fixture.create(manager, "a", 0);
        for (int i = 0; i < SEGMENTS + 1; i++) {
            log.appendAsLeader(TestBatches.batch(5, "x".repeat(100)), 0, AppendOrigin.CLIENT);
        }
        log.sync();
        assertThat(log.segmentCount()).isEqualTo(SEGMENTS + 1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** @return nanoseconds that the pass asked to wait */
    private long pass() {
        long before = manager.scrubber().progress().passes();
        long waited = 0;
        while (manager.scrubber().progress().passes() == before) {
            waited += manager.scrubber().step(DAILY);
        }
        return waited;
    }

    private Path file(long base) {
        return log.folder().resolve("%020d.log".formatted(base));
    }

    @Test
    void aPassReadsEveryClosedSegmentOnceAndTakesItsPeriod() throws IOException {
        long waited = pass();
        assertThat(manager.scrubber().progress().bytes()).isEqualTo(log.sizeInBytes() / (SEGMENTS + 1) * SEGMENTS);
        assertThat(waited).isBetween(TimeUnit.HOURS.toNanos(23), TimeUnit.HOURS.toNanos(25));
        assertThat(manager.scrubber().damaged()).isEmpty();
        pass();
        assertThat(manager.scrubber().progress().passes()).isEqualTo(2);
    }

    @Test
    void itNeverReadsFasterThanAllowed() {
        long waited = 0;
        while (manager.scrubber().progress().passes() == 0) {
            waited += manager.scrubber().step(new Scrubber.Pace(1, 100));
        }
        double perSecond = manager.scrubber().progress().bytes() * 1e9 / waited;
        assertThat(perSecond).isBetween(99.0, 101.0);
    }

    @Test
    void anyFlippedBitOfAClosedSegmentIsFound() throws IOException {
        long bits = log.sizeInBytes() / (SEGMENTS + 1) * 8;
        int found = 0;
        for (long bit = 0; bit < bits; bit += 7) {
            fixture.disk.flipBit(file(2), bit);
            pass();
            // The leader epoch, bytes 12 to 15, is not covered by the CRC, as in Kafka.
            boolean covered = bit / 8 < 12 || bit / 8 > 15;
            assertThat(manager.scrubber().damaged()).as("bit %d", bit).hasSize(covered ? 1 : 0);
            found += covered ? 1 : 0;
            fixture.disk.flipBit(file(2), bit);
            pass();
            assertThat(manager.scrubber().damaged())
                    .as("after repair of bit %d", bit)
                    .isEmpty();
        }
        assertThat(found).isGreaterThan(100);
    }

    @Test
    void whatIsDamagedIsNamedAndForgottenWithItsSegment() throws IOException {
        fixture.disk.flipBit(file(1), 8L * 90);
        pass();
        DamagedSegment damage = manager.scrubber().damaged().getFirst();
        assertThat(damage.partition()).isEqualTo(new TopicPartition("a", 0));
        assertThat(damage.file()).isEqualTo(file(1));
        assertThat(damage.offset()).isEqualTo(1);
        assertThat(damage.problem()).contains("CRC");
        log.deleteRecordsBefore(3);
        log.applyRetention(SEGMENTS);
        assertThat(manager.scrubber().damaged()).isEmpty();
    }

    @Test
    void aSegmentThatIsRemovedOrCutWhileItIsReadIsNoDamage() throws IOException {
        assertThat(manager.scrubber().step(DAILY)).isPositive();
        log.deleteRecordsBefore(2);
        log.applyRetention(SEGMENTS);
        manager.truncateTo(log, 4);
        pass();
        assertThat(manager.scrubber().damaged()).isEmpty();
    }

    @Test
    void aSegmentThatCannotBeReadIsReportedAndTheDirectoryStays() throws IOException {
        fixture.disk.setFaults(DiskFaults.failing(Operation.READ, file(3)));
        pass();
        assertThat(manager.scrubber().damaged())
                .hasSize(1)
                .first()
                .satisfies(damage -> assertThat(damage.problem()).contains("cannot be read"));
        assertThat(manager.directories().getFirst().isOnline()).isTrue();
        fixture.disk.setFaults(DiskFaults.NONE);
        pass();
        assertThat(manager.scrubber().damaged()).isEmpty();
    }

    @Test
    void withNothingToReadItLooksAgainNowAndThen() throws IOException {
        manager.delete(new TopicPartition("a", 0));
        assertThat(manager.scrubber().step(DAILY)).isEqualTo(TimeUnit.HOURS.toNanos(1));
    }
}
