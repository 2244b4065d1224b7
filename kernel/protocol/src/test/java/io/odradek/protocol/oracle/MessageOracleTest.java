package io.odradek.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.Message;
import io.odradek.protocol.UnencodableMessageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every message in every version against the class that Kafka generates from the same spec. */
class MessageOracleTest {
    private static final long SEED = Long.getLong("odradek.seed", 20_261_124L);
    private static final int QUICK = 24;
    private static final int SLOW = 2_000;

    @Test
    void everyMessageOfKafkaHasATwin() {
        assertThat(Twins.all()).hasSizeGreaterThan(250);
    }

    @Test
    void whatKafkaWritesIsReadAndWrittenTheSame() {
        int instances = forEachVersion(QUICK, MessageOracleTest::fromKafka);
        assertThat(instances).isEqualTo(QUICK * versions());
    }

    @Test
    void whatWeWriteOrRefuseKafkaWritesOrRefuses() {
        assertThat(forEachVersion(QUICK, MessageOracleTest::fromOurs)).isGreaterThan(10_000);
    }

    @Test
    @Tag("slow")
    void whatKafkaWritesIsReadAndWrittenTheSameThousandsOfTimes() {
        int instances = forEachVersion(SLOW, MessageOracleTest::fromKafka);
        assertThat(instances).isEqualTo(SLOW * versions());
    }

    @Test
    @Tag("slow")
    void whatWeWriteOrRefuseKafkaWritesOrRefusesThousandsOfTimes() {
        assertThat(forEachVersion(SLOW, MessageOracleTest::fromOurs)).isGreaterThan(1_000_000);
    }

    @Test
    void defaultsAreThoseOfKafkaButForRecords() {
        List<String> differing = new ArrayList<>();
        for (Twin twin : Twins.all()) {
            Object mapped = TwinMapper.copy(twin.newOurs(), twin.newTheirs());
            if (!mapped.equals(twin.newTheirs())) {
                differing.add(twin + ": " + mapped + " instead of " + twin.newTheirs());
            }
        }
        // Ours default to no records where Kafka's default is null, which old clients cannot read.
        differing.removeIf(text -> text.startsWith("message.FetchSnapshotResponse"));
        assertThat(differing).isEmpty();
    }

    private interface Check {
        /** Checks one random instance and tells whether it could be written. */
        boolean holds(Twin twin, short version, Random random);
    }

    private static int versions() {
        return Twins.all().stream()
                .mapToInt(twin -> twin.highest() - twin.lowest() + 1)
                .sum();
    }

    private static int forEachVersion(int instances, Check check) {
        int written = 0;
        for (Twin twin : Twins.all()) {
            for (short version = twin.lowest(); version <= twin.highest(); version++) {
                Random random = new Random(SEED + twin.toString().hashCode() * 31L + version);
                for (int i = 0; i < instances; i++) {
                    try {
                        written += check.holds(twin, version, random) ? 1 : 0;
                    } catch (RuntimeException | AssertionError e) {
                        throw new AssertionError(
                                twin + " v" + version + ", instance " + i + ", -Dodradek.seed=" + SEED, e);
                    }
                }
            }
        }
        return written;
    }

    private static boolean fromKafka(Twin twin, short version, Random random) {
        ByteBuffer sample = new SchemaSampler(random).sample(twin.schema(version));
        org.apache.kafka.common.protocol.Message theirs = twin.readTheirs(sample, version);
        ByteBuffer bytes = Twin.writeTheirs(theirs, version);
        Message ours = twin.readOurs(bytes, version);
        requireSame(bytes, Twin.writeOurs(ours, version));
        requireEqual(theirs, TwinMapper.copy(ours, twin.newTheirs()));
        Message again = twin.readOurs(bytes, version);
        requireEqual(ours, again);
        return ours.hashCode() == again.hashCode();
    }

    private static boolean fromOurs(Twin twin, short version, Random random) {
        Message ours = new FieldSampler(random).fill(twin.newOurs(), Math.pow(random.nextDouble(), 3));
        ByteBuffer bytes;
        try {
            bytes = Twin.writeOurs(ours, version);
        } catch (UnencodableMessageException e) {
            requireRefusal(twin, ours, version, e);
            return false;
        }
        requireSame(Twin.writeTheirs(TwinMapper.copy(ours, twin.newTheirs()), version), bytes);
        org.apache.kafka.common.protocol.Message theirs = twin.readTheirs(bytes, version);
        requireSame(Twin.writeTheirs(theirs, version), bytes);
        requireEqual(theirs, TwinMapper.copy(twin.readOurs(bytes, version), twin.newTheirs()));
        return true;
    }

    private static void requireRefusal(Twin twin, Message ours, short version, UnencodableMessageException e) {
        try {
            Twin.writeTheirs(TwinMapper.copy(ours, twin.newTheirs()), version);
        } catch (RuntimeException expected) {
            assertThat(expected).isNotInstanceOf(IllegalStateException.class);
            return;
        }
        throw new AssertionError("Kafka writes what we refuse: " + ours, e);
    }

    private static void requireEqual(Object expected, Object found) {
        if (!expected.equals(found)) {
            assertThat(found).isEqualTo(expected);
        }
    }

    private static void requireSame(ByteBuffer expected, ByteBuffer found) {
        if (!expected.equals(found)) {
            assertThat(hex(found)).isEqualTo(hex(expected));
        }
    }

    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
