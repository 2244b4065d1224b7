package io.odradek.cli.storage;

import io.odradek.base.Sentences;
import io.odradek.base.Uuid;
import io.odradek.cli.CommandException;

/** How a node that is formatted finds its quorum, where {@code controller.quorum.voters} does not say so (KIP-853). */
sealed interface InitialQuorum {
    /** {@code --standalone}: this controller is the quorum. */
    record Standalone() implements InitialQuorum {}

    /** {@code --no-initial-controllers}: others are, and it finds them by {@code controller.quorum.bootstrap.servers}. */
    record NoInitialControllers() implements InitialQuorum {}

    /**
     * {@code --initial-controllers ID@HOST:PORT:DIRECTORY}, of which there is one.
     *
     * @param directoryId the id of that controller's metadata directory
     */
    record InitialControllers(int nodeId, Uuid directoryId) implements InitialQuorum {}

    /**
     * Reads the argument of {@code --initial-controllers}.
     *
     * @throws CommandException if it is malformed, or names several controllers
     */
    static InitialControllers parse(String argument) {
        String expected = "Write ID@HOST:PORT:DIRECTORY-ID, such as 1@localhost:9093:JEXY6aqzQY-32P5TStzaFg.";
        if (argument.contains(",")) {
            throw new CommandException(
                    "Several initial controllers are not supported yet: this release keeps its metadata"
                            + " on one controller. Name one, or use --standalone.");
        }
        int at = argument.indexOf('@');
        if (at < 0) {
            throw new CommandException("No @ found in '" + argument + "'. " + expected);
        }
        int lastColon = argument.lastIndexOf(':');
        int portColon = lastColon < 0 ? -1 : argument.lastIndexOf(':', lastColon - 1);
        if (portColon < at) {
            throw new CommandException("No port and directory id found in '" + argument + "'. " + expected);
        }
        try {
            int port = Integer.parseInt(argument.substring(portColon + 1, lastColon));
            if (port < 1 || port > 0xFFFF) {
                throw new CommandException("The port " + port + " in '" + argument + "' is not between 1 and 65535.");
            }
            return new InitialControllers(
                    Integer.parseInt(argument.substring(0, at)), Uuid.parse(argument.substring(lastColon + 1)));
        } catch (IllegalArgumentException e) {
            throw new CommandException("'" + argument + "' is malformed: "
                    + Sentences.end(String.valueOf(e.getMessage())) + " " + expected);
        }
    }
}
