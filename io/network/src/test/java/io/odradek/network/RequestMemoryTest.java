package io.odradek.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestMemoryTest {
    private static final int MIB = 1024 * 1024;

    private final List<String> granted = new ArrayList<>();

    @Test
    void thoseThatDoNotFitWaitInOrder() {
        RequestMemory memory = new RequestMemory(1000, 1000);
        assertThat(memory.acquire(800, () -> granted.add("first"))).isTrue();
        assertThat(memory.acquire(300, () -> granted.add("second"))).isFalse();
        assertThat(memory.acquire(100, () -> granted.add("third"))).isFalse();
        memory.release(800);
        assertThat(granted).containsExactly("second", "third");
        assertThat(memory.used()).isEqualTo(400);
    }

    @Test
    void largeRequestsLeaveRoomForSmallOnes() {
        RequestMemory memory = new RequestMemory(64L * MIB, 32 * MIB);
        assertThat(memory.acquire(32 * MIB, () -> {})).isTrue();
        assertThat(memory.acquire(32 * MIB, () -> granted.add("large"))).isFalse();
        assertThat(memory.acquire(MIB, () -> {})).isTrue();
        memory.release(32 * MIB);
        assertThat(granted).containsExactly("large");
    }

    @Test
    void theLargestRequestFitsHoweverSmallTheMemory() {
        RequestMemory memory = new RequestMemory(100L * MIB, 100 * MIB);
        assertThat(memory.acquire(100 * MIB, () -> {})).isTrue();
    }
}
