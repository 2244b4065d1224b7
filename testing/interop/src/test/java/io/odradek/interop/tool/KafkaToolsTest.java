package io.odradek.interop.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.interop.broker.BrokerUnderTest;
import io.odradek.interop.broker.Brokers;
import io.odradek.interop.process.Command;
import io.odradek.interop.process.Result;
import io.odradek.interop.tool.Transcript.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's commands print against the broker what they print against Apache Kafka: see {@link Transcript}. */
@Tag("slow")
class KafkaToolsTest {
    private static BrokerUnderTest broker;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() {
        broker = Brokers.create(folder.resolve("node"));
        broker.start();
    }

    @AfterAll
    static void stop() {
        if (broker != null) { // null where there is no product to test
            broker.close();
        }
    }

    /** Run in this order: the first one lists all topics there are. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"topics", "consumer-groups", "configs", "records", "perf", "dump-log", "api-versions"})
    void tools_printWhatTheyPrintAgainstKafka(String transcript) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Step step : Transcript.parse(read(transcript + ".txt")).steps()) {
            Result result = run(step);
            mismatch(step, result).ifPresent(what -> wrong.add(what + "\n" + step.command() + "\n" + result));
        }
        assertThat(wrong).as(() -> String.join("\n\n", wrong)).isEmpty();
    }

    private static Optional<String> mismatch(Step step, Result result) {
        if (result.exitCode() != step.exitCode()) {
            return Optional.of("expected exit code " + step.exitCode() + " but was " + result.exitCode());
        }
        return step.errors().stream()
                .filter(error -> !result.err().contains(error))
                .findFirst()
                .map(error -> "missing on standard error: " + error)
                .or(() -> LineMatch.mismatch(
                        step.order(), filled(step.lines()), result.out().lines().toList()));
    }

    private Result run(Step step) throws IOException {
        List<String> words = filled(step.words());
        Command command = broker.tools().command(words.get(0)).with(words.subList(1, words.size()));
        if (!step.input().isEmpty()) {
            Path input = Files.write(Files.createTempFile(folder, "input", ".txt"), step.input());
            command = command.withInput(input);
        }
        return command.run(Duration.ofSeconds(60));
    }

    /** {@code {bootstrap}}, {@code {controller}}, {@code {data}} and {@code {golden}} are this run's broker, its log directory, our resources. */
    private static List<String> filled(List<String> texts) {
        return texts.stream()
                .map(text -> text.replace("{bootstrap}", broker.bootstrap()))
                .map(text -> text.contains("{controller}") ? text.replace("{controller}", broker.controller()) : text)
                .map(text -> text.contains("{data}")
                        ? text.replace("{data}", broker.logDir().toString())
                        : text)
                .map(text -> text.replace("{golden}", "src/test/resources/golden"))
                .toList();
    }

    private static String read(String name) throws IOException {
        try (InputStream in = KafkaToolsTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
