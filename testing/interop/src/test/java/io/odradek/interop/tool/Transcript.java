package io.odradek.interop.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Commands and what they print, in a text that reads like a terminal:
 *
 * <pre>
 * # a comment
 * $ kafka-topics --list --bootstrap-server {bootstrap}     the command
 * &lt; a line                                               given to it as standard input
 * = 1                                                    its exit code, if not 0
 * ! part of a line                                       that it prints on standard error
 * (in any order)                                         the lines below may come in any order
 * (among others)                                         the lines below come in this order, with others between them
 * azheng                                                 a line that it prints, see {@link LinePattern}
 * </pre>
 */
record Transcript(List<Step> steps) {
    /** How the printed lines are compared with the expected ones. */
    enum Order {
        EXACT,
        ANY,
        AMONG_OTHERS
    }

    record Step(
            String command, List<String> input, int exitCode, List<String> errors, Order order, List<String> lines) {
        List<String> words() {
            return Arrays.asList(command.split(" +"));
        }
    }

    static Transcript parse(String text) {
        List<Step> steps = new ArrayList<>();
        for (String block : text.lines()
                .filter(line -> !line.startsWith("#"))
                .reduce("", (a, b) -> a + "\n" + b)
                .split("\n\\$ ")) {
            if (!block.isBlank()) {
                steps.add(step(block.lines().toList()));
            }
        }
        return new Transcript(List.copyOf(steps));
    }

    private static Step step(List<String> block) {
        List<String> input = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        int exitCode = 0;
        Order order = Order.EXACT;
        for (String line : block.subList(1, block.size())) {
            if (line.startsWith("< ")) {
                input.add(line.substring(2));
            } else if (line.startsWith("! ")) {
                errors.add(line.substring(2));
            } else if (line.startsWith("= ")) {
                exitCode = Integer.parseInt(line.substring(2));
            } else if (line.equals("(in any order)")) {
                order = Order.ANY;
            } else if (line.equals("(among others)")) {
                order = Order.AMONG_OTHERS;
            } else if (!line.isBlank()) {
                lines.add(line);
            }
        }
        return new Step(block.get(0), input, exitCode, errors, order, lines);
    }
}
