package io.odradek.cli.storage;

import io.odradek.base.Sentences;
import io.odradek.base.Uuid;
import io.odradek.cli.CommandException;
import io.odradek.raft.Endpoints;
import io.odradek.raft.ReplicaKey;
import io.odradek.raft.SupportedVersions;
import io.odradek.raft.Voter;

/**
 * A controller that the quorum begins with, written {@code ID@HOST:PORT:DIRECTORY-ID}; an IPv6 address stands in brackets.
 *
 * @param port 0 to 65535
 * @param directoryId of its metadata directory
 */
record InitialController(int nodeId, String host, int port, Uuid directoryId) {
    static final String EXPECTED = "Write ID@HOST:PORT:DIRECTORY-ID, such as 1@localhost:9093:JEXY6aqzQY-32P5TStzaFg;"
            + " several with commas between them.";

    private static final int MAX_PORT = 65_535;

    /**
     * Reads one controller.
     *
     * @throws CommandException if it is malformed
     */
    static InitialController parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new CommandException("No @ found in '" + text + "'. " + EXPECTED);
        }
        int hostEnd = text.startsWith("[", at + 1) ? text.indexOf("]:", at) + 1 : text.indexOf(':', at);
        int portEnd = hostEnd <= at ? -1 : text.indexOf(':', hostEnd + 1);
        if (portEnd < 0) {
            throw new CommandException("No port and directory id found in '" + text + "'. " + EXPECTED);
        }
        String host = text.substring(at + 1, hostEnd).replaceAll("[\\[\\]]", "");
        if (host.isEmpty()) {
            throw new CommandException("No hostname found after the node id in '" + text + "'. " + EXPECTED);
        }
        try {
            int nodeId = Integer.parseInt(text.substring(0, at));
            int port = Integer.parseInt(text.substring(hostEnd + 1, portEnd));
            if (nodeId < 0) {
                throw new CommandException("The node id " + nodeId + " in '" + text + "' is negative.");
            }
            if (port < 0 || port > MAX_PORT) {
                throw new CommandException("The port " + port + " in '" + text + "' is not between 0 and 65535.");
            }
            return new InitialController(nodeId, host, port, Uuid.parse(text.substring(portEnd + 1)));
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    "'" + text + "' is malformed: " + Sentences.end(String.valueOf(e.getMessage())) + " " + EXPECTED);
        }
    }

    Voter voter(String listenerName) {
        return new Voter(
                new ReplicaKey(nodeId, directoryId), Endpoints.of(listenerName, host, port), SupportedVersions.OURS);
    }
}
