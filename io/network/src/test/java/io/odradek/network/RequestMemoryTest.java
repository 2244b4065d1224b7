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
        assertThat(whole(memory, 800, "first")).isTrue();
        assertThat(whole(memory, 300, "second")).isFalse();
        assertThat(whole(memory, 100, "third")).isFalse();
        assertThat(memory.isShort()).isTrue();
        memory.release(800);
        assertThat(granted).containsExactly("second", "third");
        assertThat(memory.used()).isEqualTo(400);
        assertThat(memory.isShort()).isFalse();
    }

    @Test
    void largeRequestsLeaveRoomForSmallOnes() {
        RequestMemory memory = new RequestMemory(64L * MIB, 32 * MIB);
        assertThat(whole(memory, 32 * MIB, "")).isTrue();
        assertThat(whole(memory, 32 * MIB, "large")).isFalse();
        assertThat(whole(memory, MIB, "")).isTrue();
        memory.release(32 * MIB);
        assertThat(granted).containsExactly("large");
    }

    @Test
    void theLargestRequestFitsHoweverSmallTheMemory() {
        RequestMemory memory = new RequestMemory(100L * MIB, 100 * MIB);
        assertThat(whole(memory, 100 * MIB, "")).isTrue();
    }

    @Test
    void whatIsOnlyAnnouncedCountsForNothing() {
        RequestMemory memory = new RequestMemory(100L * MIB, 100 * MIB);
        for (int i = 0; i < 50; i++) {
            assertThat(memory.acquire(new RequestMemory.Frame(100 * MIB), 1, () -> {}))
                    .isTrue();
        }
        assertThat(whole(memory, 3 * MIB, "")).isTrue();
    }

    /** Else neither of two halves would ever become whole. */
    @Test
    void oneFrameAtATimeMayGoPastTheLimit() {
        RequestMemory memory = new RequestMemory(1000, 1000);
        RequestMemory.Frame a = new RequestMemory.Frame(900);
        RequestMemory.Frame b = new RequestMemory.Frame(900);
        assertThat(memory.acquire(a, 500, () -> {})).isTrue();
        assertThat(memory.acquire(b, 500, () -> {})).isTrue();
        assertThat(memory.acquire(a, 400, () -> {})).isTrue();
        assertThat(memory.acquire(b, 400, () -> granted.add("b"))).isFalse();
        memory.complete(a);
        assertThat(granted).isEmpty();
        memory.release(900);
        assertThat(granted).containsExactly("b");
        memory.complete(b);
        memory.release(900);
        assertThat(memory.used()).isZero();
    }

    @Test
    void anAbandonedFrameGivesBackWhatItHoldsAndItsPlaceInLine() {
        RequestMemory memory = new RequestMemory(1000, 1000);
        RequestMemory.Frame a = new RequestMemory.Frame(900);
        assertThat(memory.acquire(a, 600, () -> {})).isTrue();
        RequestMemory.Frame b = new RequestMemory.Frame(700);
        assertThat(memory.acquire(b, 700, () -> granted.add("b"))).isFalse();
        assertThat(whole(memory, 300, "c")).isFalse();
        memory.abandon(b);
        assertThat(granted).containsExactly("c");
        memory.abandon(a);
        assertThat(memory.used()).isEqualTo(300);
    }

    private boolean whole(RequestMemory memory, int size, String name) {
        return memory.acquire(new RequestMemory.Frame(size), size, () -> granted.add(name));
    }
}
