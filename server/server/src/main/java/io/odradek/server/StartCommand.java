package io.odradek.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code odradek start}: a broker without a configuration file. */
@Command(name = "start", description = "Starts a broker that needs no configuration.")
final class StartCommand implements Callable<Integer> {
    private static final String DEFAULT_DATA = "data";

    @Option(names = "--data", description = "the folder for its data (default: data, in Odradek's folder)")
    private Path data = defaultData();

    @Option(names = "--port", description = "the port to listen on (default: 9092)")
    private int port = 9092;

    @Option(names = "--override", description = "key=value, any key of server.properties; may be repeated")
    private Map<String, String> overrides = new LinkedHashMap<>();

    StartCommand() {}

    @Override
    public Integer call() {
        long begun = System.nanoTime();
        Logging.configure(Level.WARNING);
        Path folder = data.toAbsolutePath().normalize();
        Properties defaults = new Properties();
        defaults.setProperty("listeners", "PLAINTEXT://:" + port);
        defaults.setProperty("log.dirs", folder.toString());
        defaults.setProperty("group.initial.rebalance.delay.ms", "0");
        return RunningServer.run(defaults, overrides, true, server -> announce(server, folder, begun));
    }

    private static Path defaultData() {
        String home = System.getProperty("odradek.home");
        return home == null ? Path.of(DEFAULT_DATA) : Path.of(home, DEFAULT_DATA);
    }

    private static void announce(OdradekServer server, Path folder, long begun) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        String address = "localhost:" + server.endpoints().getFirst().port();
        System.out.printf(Locale.ROOT, """
                Odradek is ready after %.2f s.

                  broker      %s
                  data        %s
                  cluster id  %s
                  an ack      means on disk (durability=fsync)

                Try:
                  bin/kafka-topics.sh --create --topic hello --bootstrap-server %s
                  bin/kafka-console-producer.sh --topic hello --bootstrap-server %s
                  bin/kafka-console-consumer.sh --topic hello --from-beginning --bootstrap-server %s

                Control-C stops it.
                """, seconds, address, folder, server.clusterId(), address, address, address);
        System.out.flush();
    }
}
