package io.odradek.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Time;
import io.odradek.network.PeerComplaints.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerComplaintsTest {
    private final List<String> lines = new ArrayList<>();
    private long nowMillis;
    private final PeerComplaints complaints = new PeerComplaints(
            new Time() {
                @Override
                public long wallMillis() {
                    return nowMillis;
                }

                @Override
                public long monotonicNanos() {
                    return TimeUnit.MILLISECONDS.toNanos(nowMillis);
                }
            },
            lines::add);

    @Test
    void aPeerThatGoesOnGetsThreeLinesAMinuteAndACountOfTheRest() {
        for (int i = 0; i < 100_000; i++) {
            complaints.about(peer(1), Kind.FRAME, "bad");
        }
        assertThat(lines).containsExactly("bad", "bad", "bad");
        nowMillis = 60_000;
        complaints.about(peer(1), Kind.FRAME, "bad");
        assertThat(lines).hasSize(4);
        assertThat(lines.getLast()).isEqualTo("bad (99997 lines like this about 10.0.0.1 were left out)");
    }

    @Test
    void peersAndKindsAreCountedApart() {
        for (int i = 0; i < 10; i++) {
            complaints.about(peer(1), Kind.FRAME, "frame of 1");
            complaints.about(peer(2), Kind.FRAME, "frame of 2");
            complaints.about(peer(1), Kind.REQUEST, "request of 1");
        }
        assertThat(lines).hasSize(9).contains("frame of 1", "frame of 2", "request of 1");
    }

    @Test
    void onlySoManyPeersAreRemembered() {
        for (int i = 0; i < 5; i++) {
            complaints.about(peer(0), Kind.FRAME, "first");
        }
        for (int i = 1; i <= 1_000; i++) {
            complaints.about(peer(i), Kind.FRAME, "others");
        }
        assertThat(lines).contains("2 lines about 10.0.0.0 were left out (FRAME)");
        lines.clear();
        complaints.about(peer(0), Kind.FRAME, "first again");
        assertThat(lines).containsExactly("first again");
    }

    private static InetAddress peer(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
