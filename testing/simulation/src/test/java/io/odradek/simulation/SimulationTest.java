package io.odradek.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(1_800)
class SimulationTest {
    private static final Logger ODRADEK = Logger.getLogger("io.odradek");

    /** Failing disks are what this is about: their stack traces would bury everything else. */
    @BeforeAll
    static void beQuiet() {
        ODRADEK.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        ODRADEK.setLevel(null);
    }

    @Test
    void promisesHoldInSomeStories() {
        runAll(1, 24);
    }

    @Test
    @Tag("slow")
    void promisesHoldInManyStories() {
        runAll(10_000, 240);
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        for (long seed = 1; seed <= 4; seed++) {
            assertThat(run(seed)).as("seed %d", seed).isEqualTo(run(seed));
        }
    }

    @Test
    void differentSeedsTellDifferentStories() {
        assertThat(run(1).hash()).isNotEqualTo(run(2).hash());
    }

    /** Hash codes of objects and the order of immutable sets differ from process to process. */
    @Test
    @Tag("slow")
    void theSameSeedTellsTheSameStoryInAnotherProcess() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            assertThat(inAnotherProcess(seed))
                    .contains(String.format("hash %016x,", run(seed).hash()));
        }
    }

    /** Each has failed once: what it found is told in docs/simulation.md. */
    @ParameterizedTest
    @CsvSource({"14, 1", "205, 1"})
    void storiesThatOnceEndedBadly(long seed, int nodes) {
        run(new Simulation(seed, nodes), seed);
    }

    private static void runAll(long first, int count) {
        for (long seed = first; seed < first + count; seed++) {
            run(seed);
        }
    }

    private static Simulation.Result run(long seed) {
        return run(Simulation.of(seed), seed);
    }

    private static Simulation.Result run(Simulation simulation, long seed) {
        try {
            return simulation.run();
        } catch (RuntimeException | Error e) {
            return fail("seed " + seed + ": " + e + "\n" + simulation.trace(), e);
        }
    }

    private static String inAnotherProcess(long seed) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Simulate.class.getName(),
                        "--seed",
                        Long.toString(seed)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return output;
    }
}
