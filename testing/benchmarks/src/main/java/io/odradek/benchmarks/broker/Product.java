package io.odradek.benchmarks.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A broker that can be installed in a folder, started and measured. Immutable. */
public interface Product {
    /** What a reader calls it; unique within a run. */
    String title();

    /** The command that formats the log directories named in {@code config}. */
    List<String> formatCommand(Path config, String clusterId);

    /** The command that runs the broker in the foreground until it is terminated. */
    List<String> startCommand(Path config);

    /** Environment variables of both commands, beyond those every child gets. */
    Map<String, String> environment();

    /** Lines for {@code server.properties} beyond those that every product shares. */
    List<String> properties();
}
