package io.odradek.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code server FILE}: what {@code kafka-server-start.sh} runs. */
@Command(name = "server", description = "Starts a broker, a controller or both from a server.properties.")
final class ServerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);
    private static final int FAILED = 1;

    @Parameters(paramLabel = "FILE", description = "a server.properties")
    private Path file = Path.of("");

    @Option(names = "--override", description = "key=value, instead of what the file says; may be repeated")
    private Map<String, String> overrides = new LinkedHashMap<>();

    ServerCommand() {}

    @Override
    public Integer call() {
        Logging.configure(Level.INFO);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            System.err.println("odradek: there is no file " + file + ": name a server.properties");
            return FAILED;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("odradek: the file " + file + " cannot be read: " + e.getMessage());
            return FAILED;
        }
        return RunningServer.run(properties, overrides, false, ServerCommand::announce);
    }

    private static void announce(OdradekServer server) {
        server.endpoints()
                .forEach(
                        endpoint -> LOG.info("Listening on {} at {}", endpoint.listenerName(), endpoint.hostAndPort()));
        LOG.info("Kafka Server started: cluster {}", server.clusterId());
    }
}
