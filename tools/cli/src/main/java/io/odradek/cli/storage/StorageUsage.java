package io.odradek.cli.storage;

import java.util.Map;

/** What {@code kafka-storage.sh} prints about itself. */
final class StorageUsage {
    static final String TOOL = """
            usage: kafka-storage [-h]
                                 {info,format,version-mapping,feature-dependencies,random-uuid}
                                 ...
            """;

    static final String TOOL_HELP = TOOL + """

            Formats the log directories of a node, and shows how they are formatted.

              info                    show how the log directories are formatted
              format                  format the log directories
              version-mapping         show the feature levels that go with a release
              feature-dependencies    show what a feature level cannot do without
              random-uuid             make a random id, for a new cluster

              -h, --help              show this help; after a command, the command's
            """;

    private static final Map<String, String> COMMANDS = Map.of(
            "info", "usage: kafka-storage info [-h] --config CONFIG\n",
            "format", """
                    usage: kafka-storage format [-h] --config CONFIG --cluster-id CLUSTER_ID
                                         [--add-scram ADD_SCRAM] [--ignore-formatted]
                                         [--release-version RELEASE_VERSION]
                                         [--feature FEATURE] [--standalone |
                                         --no-initial-controllers |
                                         --initial-controllers INITIAL_CONTROLLERS]
                    """,
            "version-mapping", "usage: kafka-storage version-mapping [-h] [--release-version RELEASE_VERSION]\n",
            "feature-dependencies", "usage: kafka-storage feature-dependencies [-h] --feature FEATURE\n",
            "random-uuid", "usage: kafka-storage random-uuid [-h]\n");

    private static final Map<String, String> OPTIONS = Map.of(
            "info", """

                      -c, --config FILE              the server.properties of the node
                    """,
            "format", """

                      -c, --config FILE              the server.properties of the node
                      -t, --cluster-id ID            the cluster that the directories are for
                      -s, --standalone               this controller is the whole quorum
                      -N, --no-initial-controllers   the quorum is found by
                                                     controller.quorum.bootstrap.servers
                      -I, --initial-controllers C    the quorum is C: ID@HOST:PORT:DIRECTORY-ID,
                                                     several with commas between them
                      -g, --ignore-formatted         pass over directories that are formatted
                      -r, --release-version RELEASE  begin with the features of that release, from
                                                     3.3-IV3 on; the newest by default
                      -f, --feature NAME=LEVEL       begin with that feature level; may be repeated
                      -S, --add-scram CREDENTIAL     begin with that credential; may be repeated:
                                                     'SCRAM-SHA-256=[name=alice,password=secret]'
                                                     'SCRAM-SHA-512=[name=alice,iterations=8192,
                                                     salt="N3E=",saltedpassword="YCE="]'
                    """,
            "version-mapping", """

                      -r, --release-version RELEASE  from 3.3-IV3 on; the newest by default
                    """,
            "feature-dependencies", """

                      -f, --feature NAME=LEVEL       may be repeated
                    """,
            "random-uuid", "");

    private StorageUsage() {}

    /** Whether there is such a command. */
    static boolean knows(String command) {
        return COMMANDS.containsKey(command);
    }

    /** How a command is written; the tool itself for one that there is not. */
    static String usage(String command) {
        return COMMANDS.getOrDefault(command, TOOL);
    }

    /** How a command is written, and what its options mean. */
    static String help(String command) {
        return usage(command) + OPTIONS.getOrDefault(command, "") + "  -h, --help                     show this help\n";
    }
}
