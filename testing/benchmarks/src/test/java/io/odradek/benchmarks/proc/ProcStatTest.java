package io.odradek.benchmarks.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcStatTest {
    private static final String REST =
            "S 1 4242 4242 0 -1 4194560 901 0 12 0 1234 566 7 8 20 0 41 0 99 2147483648 5000 18446744073709551615";

    @Test
    void readsUserAndSystemTime() {
        assertThat(ProcStat.parse("4242 (java) " + REST)).isEqualTo(new ProcStat(1234, 566));
    }

    @Test
    void isNotMisledByBlanksAndParenthesesInTheName() {
        assertThat(ProcStat.parse("4242 (a b) S 1 (c) " + REST + "\n")).isEqualTo(new ProcStat(1234, 566));
    }

    @Test
    void countsAHundredTicksToTheSecond() {
        assertThat(new ProcStat(1234, 566).cpuSeconds()).isEqualTo(18.0);
    }

    @Test
    void refusesWhatIsNoSuchLine() {
        assertThatThrownBy(() -> ProcStat.parse("4242 (java) S 1 2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a line of /proc/<pid>/stat");
        assertThatThrownBy(() -> ProcStat.parse("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsResidentMemory() {
        assertThat(ProcStatus.residentBytes("Name:\tjava\nVmHWM:\t  9 kB\nVmRSS:\t  350208 kB\nThreads:\t41\n"))
                .isEqualTo(350_208L * 1024);
    }

    @Test
    void saysThatAZombieHasNoResidentMemory() {
        assertThatThrownBy(() -> ProcStatus.residentBytes("Name:\tjava\nState:\tZ (zombie)\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has ended");
    }

    @Test
    void samplesThroughTheFolderItIsGiven(@TempDir Path proc) throws IOException {
        Path process = Files.createDirectory(proc.resolve("4242"));
        Files.writeString(process.resolve("stat"), "4242 (java) " + REST);
        Files.writeString(process.resolve("status"), "VmRSS:\t  1024 kB\n");

        ProcessSampler sampler = new ProcessSampler(proc);

        assertThat(sampler.cpuSeconds(4242)).isEqualTo(18.0);
        assertThat(sampler.residentBytes(4242)).isEqualTo(1024 * 1024);
        assertThatThrownBy(() -> sampler.cpuSeconds(7)).isInstanceOf(IOException.class);
    }
}
