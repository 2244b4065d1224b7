package io.odradek.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.odradek.protocol.MalformedMessageException;
import io.odradek.protocol.WireReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutated bytes of every message in every version: decoders throw nothing else, allocate little and come to an end. */
class DecoderFuzzTest {
    private static final long SEED = Long.getLong("odradek.seed", 20_261_124L);

    /** The initial room of lists on every level of nesting, an exception with its stack, and the reader. */
    private static final long FIXED_ALLOCATION = 128 * 1024;

    /** The objects that one byte can stand for: a structure of empty lists, in lists that have grown. */
    private static final long ALLOCATION_PER_BYTE = 300;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void mutatedMessagesAreReadOrMalformed() {
        fuzz(4, 8);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 280, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void mutatedMessagesAreReadOrMalformedMillionsOfTimes() {
        assertThat(fuzz(50, 50)).isGreaterThan(1_000_000);
    }

    /** Tells how many of the mutations were malformed. */
    private static int fuzz(int samples, int mutations) {
        int malformed = 0;
        for (Twin twin : Twins.all()) {
            for (short version = twin.lowest(); version <= twin.highest(); version++) {
                Random random = new Random(SEED + twin.toString().hashCode() * 31L + version);
                SchemaSampler sampler = new SchemaSampler(random);
                Mutator mutator = new Mutator(random);
                for (int i = 0; i < samples; i++) {
                    byte[] bytes = array(sampler.sample(twin.schema(version)));
                    for (int j = 0; j < mutations; j++) {
                        malformed += readOrMalformed(twin, version, mutator.mutate(bytes)) ? 0 : 1;
                    }
                }
            }
        }
        assertThat(malformed).isPositive();
        return malformed;
    }

    private static boolean readOrMalformed(Twin twin, short version, byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean read = isRead(twin, version, bytes);
        if (exceedsLimit(before, bytes)) {
            // The first time, classes are loaded and string concatenations linked: only what comes again counts.
            before = THREADS.getCurrentThreadAllocatedBytes();
            isRead(twin, version, bytes);
            if (exceedsLimit(before, bytes)) {
                throw new AssertionError("too much is allocated for " + describe(twin, version, bytes));
            }
        }
        return read;
    }

    private static boolean exceedsLimit(long before, byte[] bytes) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        return allocated > FIXED_ALLOCATION + ALLOCATION_PER_BYTE * bytes.length;
    }

    private static boolean isRead(Twin twin, short version, byte[] bytes) {
        try {
            twin.readOurs(new WireReader(ByteBuffer.wrap(bytes)), version);
            return true;
        } catch (MalformedMessageException _) {
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(describe(twin, version, bytes), e);
        }
    }

    private static String describe(Twin twin, short version, byte[] bytes) {
        String hex = HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, 2000)));
        return twin + " v" + version + ", -Dodradek.seed=" + SEED + ": " + hex;
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
