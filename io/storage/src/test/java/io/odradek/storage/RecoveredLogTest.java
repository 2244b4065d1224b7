package io.odradek.storage;

import static io.odradek.storage.LogManagerFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.storage.disk.DiskFaults;
import io.odradek.storage.disk.DiskFaults.Operation;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What was acknowledged before a crash has to become readable again by itself, found by killing a real broker. */
class RecoveredLogTest {
    @Test
    void whatRecoveryFoundIsSyncedWithoutAnotherAppend() throws IOException {
        LogManagerFixture fixture = new LogManagerFixture(1);
        LogManager before = fixture.open(FIRST);
        PartitionLog log = fixture.create(before, "a", 0);
        log.appendAsLeader(TestBatches.batch(fixture.time.wallMillis(), "x", "y"), 0, AppendOrigin.CLIENT);
        assertThat(fixture.commit(before)).isEqualTo(1);
        fixture.disk = fixture.disk.crash();
        fixture.events.clear();

        try (LogManager after = fixture.open(FIRST)) {
            PartitionLog recovered = after.logs().iterator().next();
            assertThat(recovered.logEndOffset()).isEqualTo(2);
            assertThat(recovered.durableOffset()).isEqualTo(2);
            assertThat(fixture.events).containsExactly("durable a-0 to 2");
        }
    }

    /** Found by the simulation, seed 14: such a record was acknowledged after the restart, and lost with the power. */
    @Test
    void whatAFailedSyncDroppedIsNotTakenFromTheCacheAfterARestart() throws IOException {
        LogManagerFixture fixture = new LogManagerFixture(1);
        LogManager before = fixture.open(FIRST);
        PartitionLog log = fixture.create(before, "a", 0);
        log.appendAsLeader(TestBatches.batch(fixture.time.wallMillis(), "x"), 0, AppendOrigin.CLIENT);
        fixture.commit(before);
        log.appendAsLeader(TestBatches.batch(fixture.time.wallMillis(), "y"), 0, AppendOrigin.CLIENT);
        fixture.disk.setFaults(DiskFaults.failing(Operation.SYNC, FIRST));
        fixture.commit(before);
        fixture.disk.setFaults(DiskFaults.NONE);
        fixture.disk.processDied();

        try (LogManager after = fixture.open(FIRST)) {
            assertThat(TestBatches.contents(after.logs().iterator().next())).containsExactly("0=x");
        }
    }
}
