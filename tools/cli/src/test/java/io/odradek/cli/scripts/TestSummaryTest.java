package io.odradek.cli.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.cli.scripts.Scripts.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code ./odradek test} counts: from surefire's reports. */
class TestSummaryTest {
    @TempDir
    private Path folder;

    private Outcome summarise(String... reports) throws Exception {
        Path target = folder.resolve("repository/kernel/base/target/surefire-reports");
        Files.createDirectories(target);
        Path started = Files.createFile(folder.resolve("started"));
        Files.setLastModifiedTime(started, java.nio.file.attribute.FileTime.fromMillis(0));
        for (int i = 0; i < reports.length; i++) {
            Files.writeString(target.resolve("TEST-" + i + ".xml"), reports[i]);
        }
        Path script = folder.resolve("summarise.sh");
        Files.writeString(
                script,
                "ODRADEK_HOME=" + folder.resolve("repository") + "\n. " + Scripts.ROOT.resolve("delivery/build/test.sh")
                        + "\nodradek_summarise " + started
                        + "\necho \"$TESTS_PASSED passed, $TESTS_FAILED failed, $TESTS_SKIPPED skipped\"\n");
        return Scripts.machine(folder).run(script);
    }

    @Test
    void everyTestCaseCountsOnce() throws Exception {
        Outcome outcome = summarise("""
                <testsuite name="io.A" tests="3" errors="0" skipped="1" failures="0">
                  <testcase name="one" classname="io.A" time="0.1"/>
                  <testcase name="two" classname="io.A" time="0.1"><system-out><![CDATA[<testcase fake]]></system-out>
                  </testcase>
                  <testcase name="three" classname="io.A" time="0"><skipped/></testcase>
                </testsuite>
                """, """
                <testsuite name="io.B" tests="1" errors="0" skipped="0" failures="0">
                  <testcase name="four" classname="io.B" time="0.1"/>
                </testsuite>
                """);

        assertThat(outcome.out()).isEqualTo("""
                Tests run: 4, Failures: 0, Errors: 0, Skipped: 1 -- kernel/base
                3 passed, 0 failed, 1 skipped
                """);
    }

    @Test
    void failuresAreNamedWithWhatTheySay() throws Exception {
        Outcome outcome = summarise("""
                <testsuite name="io.A" tests="2" errors="1" skipped="0" failures="1">
                  <testcase name="one" classname="io.A" time="0.1">
                    <failure message="expected: &quot;a&quot;&#10;but was: &lt;b&gt;" type="X"><![CDATA[trace]]></failure>
                  </testcase>
                  <testcase name="two" classname="io.A" time="0.1">
                    <error type="java.lang.IllegalStateException"><![CDATA[trace]]></error>
                  </testcase>
                </testsuite>
                """);

        assertThat(outcome.out()).isEqualTo("""
                Tests run: 2, Failures: 1, Errors: 1, Skipped: 0 -- kernel/base
                  FAILED io.A.one: expected: "a" but was: <b>
                  FAILED io.A.two: java.lang.IllegalStateException
                0 passed, 2 failed, 0 skipped
                """);
    }

    @Test
    void withoutReportsNothingHasPassed() throws Exception {
        assertThat(summarise().out()).endsWith("0 passed, 0 failed, 0 skipped\n");
    }
}
