package io.odradek.cli.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.cli.scripts.Scripts.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of a release: what they start, with which libraries and options. */
class CommandScriptsTest {
    @TempDir
    private Path folder;

    private Scripts machine;
    private Path home;

    @BeforeEach
    void release() throws Exception {
        machine = Scripts.machine(folder);
        machine.java("temurin-25", "25.0.1");
        home = machine.release();
    }

    private Outcome run(String script, String... arguments) throws Exception {
        return machine.run(home.resolve("bin").resolve(script), arguments);
    }

    @Test
    void kafkasToolsRunFromTheirOwnLibrariesOnly() throws Exception {
        Outcome outcome = run("kafka-topics.sh", "-list");

        assertThat(outcome.out())
                .contains(home + "/lib/kafka-tools/tools.jar\n")
                .doesNotContain("/lib/a.jar");
    }

    @Test
    void theBrokerHasNoneOfKafkasTools() throws Exception {
        Outcome outcome = run("kafka-server-start.sh", "server.properties", "--override", "node.id=7");

        assertThat(outcome.out())
                .contains("-cp\n" + home + "/lib/a.jar:" + home + "/lib/b.jar\n")
                .endsWith("io.odradek.server.Main\nserver\nserver.properties\n--override\nnode.id=7\n");
    }

    /** The AOT cache holds for one class path only, so that the broker is told of users' classes by a property. */
    @Test
    void usersClassesReachTheBrokerBesideItsClassPathAndTheToolsOnTheirs() throws Exception {
        Path jar = home.resolve("libs/policy.jar");
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);
        machine.with("CLASSPATH", "/opt/a.jar:/opt/b/*");
        String users = "/opt/a.jar:/opt/b/*:" + jar;

        assertThat(run("kafka-server-start.sh", "server.properties").out())
                .contains("-Dodradek.user.classpath=" + users + "\n")
                .contains("-cp\n" + home + "/lib/a.jar:" + home + "/lib/b.jar\n");
        assertThat(run("kafka-topics.sh", "--list").out()).contains("/lib/kafka-tools/tools.jar:" + users + "\n");
        assertThat(run("kafka-storage.sh", "random-uuid").out()).contains("/lib/b.jar:" + users + "\n");
    }

    @Test
    void withoutUsersClassesNothingIsPassedOn() throws Exception {
        assertThat(run("kafka-server-start.sh", "server.properties").out()).doesNotContain("odradek.user.classpath");
    }

    @Test
    void argumentsWithSpacesStayWhole() throws Exception {
        assertThat(run("kafka-topics.sh", "--command-config", "a b").out()).endsWith("--command-config\na b\n");
    }

    @Test
    void aLinkToAScriptWorks() throws Exception {
        Path link = folder.resolve("elsewhere/kafka-topics.sh");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, home.resolve("bin/kafka-topics.sh"));

        assertThat(machine.run(link, "--list").exitCode()).isZero();
    }

    @Test
    void kafkasVariablesForTheJvmAreHeeded() throws Exception {
        machine.with("KAFKA_HEAP_OPTS", "-Xmx3G -Xms3G")
                .with("KAFKA_OPTS", "-Da=b")
                .with("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseZGC")
                .with("ODRADEK_JAVA_OPTS", "-Dc=d");

        Outcome outcome = run("kafka-server-start.sh", "server.properties");

        assertThat(outcome.out())
                .contains("-Xmx3G\n-Xms3G\n", "-Da=b\n", "-XX:+UseZGC\n", "-Dc=d\n")
                .doesNotContain("UseG1GC", "UseCompactObjectHeaders");
    }

    @Test
    void aVariableForLog4jIsAnsweredWithWhatToSetInstead() throws Exception {
        Outcome outcome = machine.with("KAFKA_LOG4J_OPTS", "-Dlog4j2.configurationFile=x")
                .run(home.resolve("bin/kafka-server-start.sh"), "server.properties");

        assertThat(outcome.err()).contains("KAFKA_LOG4J_OPTS is ignored");
        assertThat(outcome.out()).doesNotContain("log4j");
    }

    @Test
    void startingAServerWithoutFileShowsUsage() throws Exception {
        Outcome outcome = run("kafka-server-start.sh");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("USAGE: ")
                .contains("[-daemon] server.properties [--override property=value]*");
    }

    @Test
    void stoppingRefusesAnUnknownOption() throws Exception {
        Outcome outcome = run("kafka-server-stop.sh", "--all");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("USAGE: ");
    }

    @Test
    void stoppingANodeThatDoesNotRunSaysSo() throws Exception {
        Outcome outcome = run("kafka-server-stop.sh", "--node-id=987654321");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEqualTo("No kafka server to stop\n");
    }

    @Test
    void severalNodesAreStartedByAToolThatKnowsWhereTheScriptsLie() throws Exception {
        for (String nodes : List.of("--nodes=3", "--nodes 3")) {
            String[] arguments = ("start " + nodes + " --port 19092").split(" ");

            assertThat(run("odradek", arguments).out())
                    .contains("-Dodradek.home=" + home + "\n")
                    .endsWith("io.odradek.cli.cluster.StartClusterTool\n" + nodes.replace(' ', '\n')
                            + "\n--port\n19092\n");
        }
    }

    @Test
    void oneNodeIsABrokerOfItsOwn() throws Exception {
        assertThat(run("odradek", "start", "--port", "19092").out())
                .endsWith("io.odradek.server.Main\nstart\n--port\n19092\n");
    }

    @Test
    void theReleasesOwnCommandKnowsItsVersion() throws Exception {
        assertThat(run("odradek", "version").out()).isEqualTo("odradek 1.2.3\n");
        assertThat(run("odradek", "strat").err())
                .isEqualTo("odradek: there is no command 'strat'. 'odradek help' lists them.\n");
    }

    @Test
    void everyScriptIsExecutableAndSaysWhatItDoes() throws Exception {
        try (var files = Files.list(Scripts.ROOT.resolve("bin"))) {
            for (Path script : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.isExecutable(script)).as("%s", script).isTrue();
                assertThat(Files.readAllLines(script).get(1)).as("%s", script).startsWith("# ");
            }
        }
    }
}
