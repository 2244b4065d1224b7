package io.odradek.benchmarks;

import io.odradek.benchmarks.scenario.Scenarios;
import picocli.CommandLine.Command;

/** Prints the scenarios. */
@Command(name = "list", description = "Prints the names of the scenarios.", mixinStandardHelpOptions = true)
final class ListCommand implements Runnable {
    @Override
    public void run() {
        Scenarios.all().forEach(scenario -> System.out.printf("%-18s %s%n", scenario.name(), scenario.about()));
    }
}
