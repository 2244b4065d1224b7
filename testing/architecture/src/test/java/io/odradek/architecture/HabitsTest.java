package io.odradek.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.architecture.SourceTree.Module;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sizes and habits that a reader relies on. */
class HabitsTest {
    private static final int MAX_LINES = 600;
    private static final int MAX_MEDIAN_LINES = 120;
    private static final int MAX_PARAMETERS = 10;

    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");
    private static final Pattern SWALLOWED =
            Pattern.compile("catch \\((Exception|Throwable|RuntimeException) \\w+\\) \\{\\s*}");
    private static final Pattern SWITCHED_OFF = Pattern.compile("@Disabled\\b");
    private static final Pattern LEFT_OVER = Pattern.compile("\\.printStackTrace\\(\\)");
    private static final Pattern SECOND_FULL_STOP = Pattern.compile(
            "(?:\\b(?:e|cause|failure|exception|error)|[mM]essage\\(\\)|toString\\(\\))\\)*\\s*\\+\\s*\"\\.(?!\\.)");
    private static final Pattern CONSTRUCTOR = Pattern.compile(
            "(?m)^    (?:public |protected |private )?(?!record|return|throw)([A-Z]\\w*)\\(([^()]*)\\)[^;=]*\\{");

    @Test
    void aFileIsReadInASitting() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : mainSources()) {
            long lines = SourceTree.read(file).lines().count();
            if (lines > MAX_LINES) {
                tooLong.add(lines + " " + file);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void mostFilesAreShort() {
        List<Long> lines = mainSources().stream()
                .map(file -> SourceTree.read(file).lines().count())
                .sorted()
                .toList();
        assertThat(lines.get(lines.size() / 2)).isLessThanOrEqualTo(MAX_MEDIAN_LINES);
    }

    @Test
    void aConstructorHasAHandfulOfArguments() {
        List<String> greedy = new ArrayList<>();
        for (Path file : mainSources()) {
            CONSTRUCTOR.matcher(SourceTree.read(file)).results().forEach(found -> {
                String parameters = found.group(2);
                long count = parameters.chars().filter(c -> c == ',').count();
                if (count >= MAX_PARAMETERS) {
                    greedy.add(file.getFileName() + ": " + found.group(1));
                }
            });
        }
        assertThat(greedy).isEmpty();
    }

    @Test
    void nothingIsLeftUnfinishedOrSwallowed() {
        List<String> found = new ArrayList<>();
        for (Path file : mainSources()) {
            String text = SourceTree.read(file);
            for (Pattern pattern : List.of(UNFINISHED, SWALLOWED, LEFT_OVER)) {
                if (pattern.matcher(text).find()) {
                    found.add(file + ": " + pattern);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** Whether another's message ends its sentence is not known: {@code Sentences.end} adds a full stop where none is. */
    @Test
    void noSentenceEndsInTwoFullStops() {
        List<String> found = new ArrayList<>();
        for (Path file : mainSources()) {
            SECOND_FULL_STOP
                    .matcher(SourceTree.read(file))
                    .results()
                    .forEach(match -> found.add(file + ": " + match.group()));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() {
        for (Module module : SourceTree.modules()) {
            for (Path file : module.testSources()) {
                if (!file.endsWith("HabitsTest.java")) {
                    assertThat(SWITCHED_OFF.matcher(SourceTree.read(file)).find())
                            .as(file.toString())
                            .isFalse();
                }
            }
        }
    }

    private static List<Path> mainSources() {
        return SourceTree.modules().stream()
                .flatMap(module -> module.mainSources().stream())
                .toList();
    }
}
