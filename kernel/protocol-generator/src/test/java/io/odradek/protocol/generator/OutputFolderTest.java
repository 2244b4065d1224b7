package io.odradek.protocol.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    @TempDir
    Path root;

    @Test
    void filesWhoseTextStaysAreNotTouchedAndOthersGo() throws IOException {
        OutputFolder folder = new OutputFolder(root);
        folder.replaceWith(Map.of("a/A.java", "a", "a/B.java", "b", "C.java", "c"), "first");
        for (String file : new String[] {"a/A.java", "a/B.java"}) {
            Files.setLastModifiedTime(root.resolve(file), LONG_AGO);
        }
        folder.replaceWith(Map.of("a/A.java", "a", "a/B.java", "new"), "second");
        assertThat(Files.getLastModifiedTime(root.resolve("a/A.java"))).isEqualTo(LONG_AGO);
        assertThat(root.resolve("a/B.java")).hasContent("new");
        assertThat(root.resolve("C.java")).doesNotExist();
    }

    @Test
    void theFolderIsUpToDateWithTheInputsItWasMadeFrom() throws IOException {
        OutputFolder folder = new OutputFolder(root.resolve("new"));
        assertThat(folder.isUpToDate("one")).isFalse();
        folder.replaceWith(Map.of(), "one");
        assertThat(folder.isUpToDate("one")).isTrue();
        assertThat(folder.isUpToDate("two")).isFalse();
    }
}
