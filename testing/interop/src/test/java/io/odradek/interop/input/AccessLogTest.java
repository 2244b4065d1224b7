package io.odradek.interop.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    @TempDir
    private Path folder;

    @Test
    void write_sameSeed_sameBytes() throws IOException {
        new AccessLog(1).write(folder.resolve("a"), 10_000);
        new AccessLog(1).write(folder.resolve("b"), 10_000);
        new AccessLog(2).write(folder.resolve("c"), 10_000);

        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
        assertThat(Files.mismatch(folder.resolve("a"), folder.resolve("c"))).isNotNegative();
    }

    @Test
    void write_hasOddLinesAmongOrdinaryOnes() throws IOException {
        new AccessLog(1).write(folder.resolve("log"), 100_000);

        List<String> lines = Files.readAllLines(folder.resolve("log"));
        assertThat(lines).hasSize(100_000).contains("").anyMatch(line -> line.length() > 1_000);
        assertThat(lines).anyMatch(line -> line.startsWith("\t")).anyMatch(line -> line.contains("糸巻き"));
        assertThat(lines).filteredOn(line -> line.contains(" HTTP/1.1\" ")).hasSizeGreaterThan(99_000);
    }
}
