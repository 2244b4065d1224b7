package io.odradek.cli.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.cli.scripts.Scripts.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which Java the scripts take. */
class JavaSearchTest {
    @TempDir
    private Path folder;

    private Scripts machine;
    private Path topics;

    @BeforeEach
    void release() throws Exception {
        machine = Scripts.machine(folder);
        topics = machine.release().resolve("bin/kafka-topics.sh");
    }

    @Test
    void withoutJavaItSaysWhatToInstall() throws Exception {
        Outcome outcome = machine.run(topics, "--list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("Odradek runs on Java 25, and none was found.\n")
                .contains("sdk install java 25-tem", "ODRADEK_JAVA_HOME")
                .doesNotContain("\tat ", "command not found");
    }

    @Test
    void aJavaThatIsTooOldIsNamedAndNotTaken() throws Exception {
        Path old = machine.java("old", "17.0.15");

        Outcome outcome = machine.with("JAVA_HOME", old.toString()).run(topics, "--list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains(old + ": Java 17.0.15");
    }

    @Test
    void aUsualFolderIsFoundWhenJavaHomeIsTooOld() throws Exception {
        Path old = machine.java("old", "17.0.15");
        machine.java("temurin-25", "25.0.1");

        Outcome outcome = machine.with("JAVA_HOME", old.toString()).run(topics, "--list");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("org.apache.kafka.tools.TopicCommand\n--list\n");
    }

    @Test
    void aNewerJavaWillDoWhereThereIsNo25() throws Exception {
        machine.java("jdk-27", "27-ea");

        assertThat(machine.run(topics, "--list").exitCode()).isZero();
    }

    @Test
    void aVersionWithoutReleaseFileIsAskedOfJava() throws Exception {
        Path home = folder.resolve("jvm/plain");
        machine.command(home.resolve("bin/java"), "echo 'openjdk version \"25.0.2\" 2026-01-20' >&2");

        assertThat(machine.run(topics, "--list").exitCode()).isZero();
    }

    @Test
    void anExplicitChoiceThatDoesNotFitIsAnError() throws Exception {
        machine.java("temurin-25", "25.0.1");

        Outcome outcome = machine.with("ODRADEK_JAVA_HOME", "/nowhere").run(topics, "--list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("ODRADEK_JAVA_HOME is /nowhere, which is not a Java 25.");
    }
}
