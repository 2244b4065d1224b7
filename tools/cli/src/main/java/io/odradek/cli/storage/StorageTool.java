package io.odradek.cli.storage;

import io.odradek.base.UuidSource;
import io.odradek.cli.CommandException;
import io.odradek.cli.PropertiesFile;
import io.odradek.cli.UsageException;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.common.config.ConfigException;

/** {@code kafka-storage.sh}, with the options, printed lines and exit codes of Kafka's. */
public final class StorageTool {
    private final Disk disk;
    private final IntFunction<byte[]> random;
    private final PrintStream out;
    private final PrintStream err;

    /** @param random returns as many random bytes as it is asked for */
    public StorageTool(Disk disk, IntFunction<byte[]> random, PrintStream out, PrintStream err) {
        this.disk = disk;
        this.random = random;
        this.out = out;
        this.err = err;
    }

    /** Ends the process with 0, or with 1 and a sentence on standard error. */
    public static void main(String[] arguments) {
        SecureRandom secureRandom = new SecureRandom();
        IntFunction<byte[]> random = size -> {
            byte[] bytes = new byte[size];
            secureRandom.nextBytes(bytes);
            return bytes;
        };
        System.exit(new StorageTool(new RealDisk(), random, System.out, System.err)
                .run(List.of(arguments), System.currentTimeMillis()));
    }

    /**
     * Runs a command.
     *
     * @param nowMs wall clock
     * @return the exit code
     */
    public int run(List<String> arguments, long nowMs) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        try {
            return dispatch(command, arguments, nowMs);
        } catch (UsageException e) {
            err.print(StorageUsage.usage(command));
            err.println("kafka-storage: error: " + e.getMessage());
        } catch (CommandException | ConfigException e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("The log directories cannot be written: " + e.getMessage());
        }
        return 1;
    }

    private int dispatch(String command, List<String> arguments, long nowMs) throws IOException {
        if (command.equals("-h") || command.equals("--help")) {
            out.print(StorageUsage.TOOL_HELP);
            return 0;
        }
        if (command.isEmpty()) {
            throw new UsageException("too few arguments");
        }
        if (!StorageUsage.knows(command)) {
            throw new UsageException("invalid choice: '" + command
                    + "' (choose from 'info', 'format', 'version-mapping', 'feature-dependencies', 'random-uuid')");
        }
        StorageCommandLine line = StorageCommandLine.parse(command, arguments.subList(1, arguments.size()));
        if (line.wantsHelp()) {
            out.print(StorageUsage.help(command));
            return 0;
        }
        return switch (command) {
            case "info" -> InfoCommand.run(disk, config(line), out);
            case "format" -> {
                FormatOptions options = line.format();
                new FormatCommand(disk, random, out, err).run(config(line), options, nowMs);
                yield 0;
            }
            case "version-mapping" -> {
                FeatureCommands.versionMapping(line.release(), out);
                yield 0;
            }
            case "feature-dependencies" -> {
                FeatureCommands.dependencies(line.features(), out);
                yield 0;
            }
            default -> {
                out.println(new UuidSource(
                                () -> ByteBuffer.wrap(random.apply(Long.BYTES)).getLong())
                        .next());
                yield 0;
            }
        };
    }

    private static BrokerConfig config(StorageCommandLine line) {
        return BrokerConfigLoader.load(PropertiesFile.read(Path.of(line.config())), Map.of())
                .config();
    }
}
