package io.odradek.cli.configs;

import io.odradek.cli.CommandException;
import io.odradek.cli.PropertiesFile;
import io.odradek.cli.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import joptsimple.OptionException;
import joptsimple.OptionSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** {@code kafka-configs.sh}, with the options, printed lines and exit codes of Kafka's. */
public final class ConfigsTool {
    private final PrintStream out;
    private final PrintStream err;

    ConfigsTool(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Ends the process with 0, or with 1 and a sentence on standard error. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(new ConfigsTool(System.out, System.err).run(arguments));
    }

    /** Returns the exit code. */
    int run(String... arguments) throws InterruptedException {
        try {
            OptionSet options = ConfigsCommandLine.parse(arguments);
            if (arguments.length == 0 || options.has(ConfigsCommandLine.HELP)) {
                (arguments.length == 0 ? err : out).print(ConfigsCommandLine.USAGE);
                return arguments.length == 0 ? 1 : 0;
            }
            if (options.has(ConfigsCommandLine.VERSION)) {
                out.println(clientVersion());
                return 0;
            }
            carryOut(options);
            return 0;
        } catch (UsageException e) {
            err.println(e.getMessage());
            err.print(ConfigsCommandLine.USAGE);
        } catch (OptionException | CommandException e) {
            err.println(e.getMessage());
        } catch (ExecutionException | KafkaException e) {
            fail(arguments, e);
        }
        return 1;
    }

    /** Kafka's first line, then the cause without the stack that Kafka prints. */
    private void fail(String[] arguments, Exception error) {
        err.println("Error while executing config command with args '" + String.join(" ", arguments) + "'");
        err.println(Objects.requireNonNullElse(error.getCause(), error));
    }

    private void carryOut(OptionSet options) throws ExecutionException, InterruptedException {
        boolean alter = options.has(ConfigsCommandLine.ALTER);
        if (alter == options.has(ConfigsCommandLine.DESCRIBE)) {
            throw new UsageException("Command must include exactly one action: --describe, --alter");
        }
        Map<String, Object> client = client(options);
        List<Entity> entities = EntitySelection.of(options);
        Optional<ConfigChanges> changes = alter ? Optional.of(changes(options)) : Optional.empty();
        try (Admin admin = Admin.create(client)) {
            ConfigsCommand command = new ConfigsCommand(admin, out);
            if (changes.isPresent()) {
                command.alter(entities, changes.get());
            } else {
                command.describe(entities, options.has(ConfigsCommandLine.ALL));
            }
        }
    }

    private static Map<String, Object> client(OptionSet options) {
        boolean server = options.has(ConfigsCommandLine.BOOTSTRAP_SERVER);
        boolean controller = options.has(ConfigsCommandLine.BOOTSTRAP_CONTROLLER);
        if (server && controller) {
            throw new CommandException("Only one of --bootstrap-server or --bootstrap-controller can be specified");
        }
        if (!server && !controller) {
            throw new CommandException("Either --bootstrap-server or --bootstrap-controller must be specified.");
        }
        Map<String, Object> client = new HashMap<>();
        if (options.has(ConfigsCommandLine.COMMAND_CONFIG)) {
            Properties given = PropertiesFile.read(Path.of(last(options, ConfigsCommandLine.COMMAND_CONFIG)));
            given.stringPropertyNames().forEach(name -> client.put(name, given.getProperty(name)));
        }
        if (server) {
            client.put("bootstrap.servers", last(options, ConfigsCommandLine.BOOTSTRAP_SERVER));
        } else {
            client.put("bootstrap.controllers", last(options, ConfigsCommandLine.BOOTSTRAP_CONTROLLER));
        }
        return client;
    }

    private static ConfigChanges changes(OptionSet options) {
        boolean add = options.has(ConfigsCommandLine.ADD_CONFIG);
        boolean file = options.has(ConfigsCommandLine.ADD_CONFIG_FILE);
        boolean delete = options.has(ConfigsCommandLine.DELETE_CONFIG);
        if (!add && !file && !delete) {
            throw new CommandException("At least one of --add-config, --add-config-file, or --delete-config must be"
                    + " specified with --alter");
        }
        if (add && file) {
            throw new CommandException("Only one of --add-config or --add-config-file must be specified");
        }
        Map<String, String> toAdd = new HashMap<>();
        if (add) {
            options.valuesOf(ConfigsCommandLine.ADD_CONFIG)
                    .forEach(text -> toAdd.putAll(ConfigChanges.parseAdd(text.toString())));
        }
        if (file) {
            Properties given = PropertiesFile.read(Path.of(last(options, ConfigsCommandLine.ADD_CONFIG_FILE)));
            given.stringPropertyNames().forEach(name -> toAdd.put(name, given.getProperty(name)));
        }
        List<String> toDelete = options.valuesOf(ConfigsCommandLine.DELETE_CONFIG).stream()
                .flatMap(text -> ConfigChanges.parseDelete(text.toString()).stream())
                .toList();
        return new ConfigChanges(toAdd, toDelete);
    }

    private static String last(OptionSet options, String name) {
        return options.valuesOf(name).getLast().toString();
    }

    /** The version of kafka-clients, which is what this speaks. */
    private static String clientVersion() {
        Properties properties = new Properties();
        try (InputStream in = Admin.class.getClassLoader().getResourceAsStream("kafka/kafka-version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new CommandException("The version of the client cannot be read: " + e.getMessage());
        }
        return properties.getProperty("version", "unknown");
    }
}
