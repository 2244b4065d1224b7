package io.odradek.cli.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.cli.scripts.Scripts.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./odradek} at the root of the repository. */
class RootScriptTest {
    private static final Path SCRIPT = Scripts.ROOT.resolve("odradek");

    @TempDir
    private Path folder;

    @Test
    void helpNamesEveryCommand() throws Exception {
        Outcome outcome = Scripts.machine(folder).run(SCRIPT, "help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("start [OPTIONS]", "test [--quick]", "build", "version", "help");
    }

    @Test
    void withoutACommandItShowsHelp() throws Exception {
        assertThat(Scripts.machine(folder).run(SCRIPT).out()).startsWith("usage: ./odradek COMMAND");
    }

    @Test
    void anUnknownCommandIsAnErrorThatNamesIt() throws Exception {
        Outcome outcome = Scripts.machine(folder).run(SCRIPT, "strat");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEqualTo("./odradek: there is no command 'strat'. './odradek help' lists them.\n");
    }

    @Test
    void versionIsThePomsAndNeedsNoJava() throws Exception {
        assertThat(Scripts.machine(folder).run(SCRIPT, "version").out())
                .matches("odradek \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    }

    @Test
    void anUnknownTestOptionIsAnError() throws Exception {
        Outcome outcome = Scripts.machine(folder).run(SCRIPT, "test", "--quik");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("--quik");
    }
}
