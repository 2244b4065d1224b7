package io.odradek.benchmarks;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks; {@code testing/benchmarks/run} calls it. */
@Command(
        name = "run",
        description = "Measures Odradek and Apache Kafka side by side.",
        mixinStandardHelpOptions = true,
        subcommands = {MeasureCommand.class, ReportCommand.class, ListCommand.class})
public final class Main {
    private Main() {}

    /** Runs one command; the exit status is 0 if everything was measured. */
    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }
}
