package io.odradek.cli.configs;

import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;

/** The options of {@code kafka-configs.sh}. One dash will do for two; abbreviations are not taken, as in Kafka. */
final class ConfigsCommandLine {
    static final String ALTER = "alter";
    static final String DESCRIBE = "describe";
    static final String ALL = "all";
    static final String ADD_CONFIG = "add-config";
    static final String ADD_CONFIG_FILE = "add-config-file";
    static final String DELETE_CONFIG = "delete-config";
    static final String BOOTSTRAP_SERVER = "bootstrap-server";
    static final String BOOTSTRAP_CONTROLLER = "bootstrap-controller";
    static final String COMMAND_CONFIG = "command-config";
    static final String ENTITY_TYPE = "entity-type";
    static final String ENTITY_NAME = "entity-name";
    static final String ENTITY_DEFAULT = "entity-default";
    static final String HELP = "help";
    static final String VERSION = "version";

    static final String USAGE = """
            Shows and changes the configs of topics, brokers, broker loggers, clients, users, ips, client metrics, groups.

            usage: kafka-configs.sh --bootstrap-server HOST:PORT --describe ENTITY [--all]
                   kafka-configs.sh --bootstrap-server HOST:PORT --alter ENTITY
                                    [--add-config K=V,K=[V,V]... | --add-config-file FILE] [--delete-config K,K...]

            ENTITY is one of
              --topic NAME, --broker ID, --broker-logger ID, --client ID, --user NAME, --ip ADDRESS,
              --client-metrics NAME, --group ID
              --broker-defaults, --client-defaults, --user-defaults, --ip-defaults
              --entity-type TYPE [--entity-name NAME | --entity-default], where TYPE is topics, brokers,
                broker-loggers, clients, users, ips, client-metrics or groups; without a name all are shown
            A user and a client together mean that client of that user.

              --all                             show every config, not only those that were set
              --add-config K=V,...              set configs; values with commas in brackets
                                                quotas of users and clients: producer_byte_rate, consumer_byte_rate,
                                                request_percentage, controller_mutation_rate; of ips:
                                                connection_creation_rate
                                                credentials of users: SCRAM-SHA-256=[iterations=8192,password=secret]
              --add-config-file FILE            set the configs in a properties file
              --delete-config K,...             take configs back
              --bootstrap-server HOST:PORT,...  brokers to ask
              --bootstrap-controller HOST:PORT  controllers to ask, in place of brokers
              --command-config FILE             properties of the client, for security
              --version                         print the version of the client
              --help                            print this
            """;

    private ConfigsCommandLine() {}

    /** @throws OptionException if there is no such option, or its argument is missing */
    static OptionSet parse(String... arguments) {
        OptionParser parser = new OptionParser(false);
        for (String flag : new String[] {ALTER, DESCRIBE, ALL, ENTITY_DEFAULT, HELP, VERSION}) {
            parser.accepts(flag);
        }
        for (String option : new String[] {
            ADD_CONFIG,
            ADD_CONFIG_FILE,
            DELETE_CONFIG,
            BOOTSTRAP_SERVER,
            BOOTSTRAP_CONTROLLER,
            COMMAND_CONFIG,
            ENTITY_TYPE,
            ENTITY_NAME
        }) {
            parser.accepts(option).withRequiredArg();
        }
        for (EntityType type : EntityType.values()) {
            parser.accepts(type.option()).withRequiredArg();
            type.defaultsOption().ifPresent(parser::accepts);
        }
        return parser.parse(arguments);
    }
}
