package io.odradek.cli.configs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a command line is said before anybody is connected to, in the words of Kafka 4.3.1. */
class ConfigsToolTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws InterruptedException {
        return new ConfigsTool(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--describe|At least one entity type must be specified",
                "--alter --topic a|At least one of --add-config, --add-config-file, or --delete-config must be specified"
                        + " with --alter",
                "--alter --entity-type topics --add-config a=b|An entity name must be specified with --alter of topics",
                "--alter --entity-type brokers --add-config a=b|An entity-name or default entity must be specified with"
                        + " --alter of users, clients, brokers or ips",
                "--describe --entity-type broker-loggers|An entity name must be specified with --describe of"
                        + " broker-loggers",
                "--alter --entity-type topics --entity-name x --topic y --add-config a=b|Duplicate entity type(s)"
                        + " specified: topics",
                "--alter --topic x --broker 1 --add-config a=b|Only 'users' and 'clients' entity types may be specified"
                        + " together",
                "--describe --user alice --entity-type clients|--entity-{type,name,default} should not be used in"
                        + " conjunction with specific entity flags",
                "--alter --entity-type users --entity-name a --entity-name b --add-config a=b|An entity name must be"
                        + " specified for every entity type",
                "--describe --broker x|The entity name for brokers must be a valid integer broker id, but it is: x",
                "--alter --topic a --add-config a=b --add-config-file f|Only one of --add-config or --add-config-file must"
                        + " be specified",
                "--bootstrap-controller c:1 --describe --topic a|Only one of --bootstrap-server or --bootstrap-controller"
                        + " can be specified",
                "--desc --topic a|desc is not a recognized option",
            })
    void mistakesGetKafkasAnswers(String arguments, String answer) throws Exception {
        List<String> all = new ArrayList<>(List.of("--bootstrap-server", "127.0.0.1:1"));
        all.addAll(List.of(arguments.split(" ")));

        assertThat(run(all.toArray(String[]::new))).isEqualTo(1);
        assertThat(err()).isEqualTo(answer + "\n");
    }

    @Test
    void oneActionIsNeeded() throws Exception {
        assertThat(run("--bootstrap-server", "127.0.0.1:1")).isEqualTo(1);
        assertThat(err())
                .startsWith("Command must include exactly one action: --describe, --alter\n")
                .contains("usage: kafka-configs.sh");
    }

    @Test
    void someoneToAskIsNeeded() throws Exception {
        assertThat(run("--describe", "--topic", "a")).isEqualTo(1);
        assertThat(err()).isEqualTo("Either --bootstrap-server or --bootstrap-controller must be specified.\n");
    }

    @Test
    void helpIsNoError() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--add-config K=V");
    }

    @Test
    void theVersionIsTheClients() throws Exception {
        assertThat(run("--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("4\\.\\d+\\.\\d+\n");
    }
}
