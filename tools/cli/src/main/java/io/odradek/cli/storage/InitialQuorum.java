package io.odradek.cli.storage;

import io.odradek.base.Uuid;
import io.odradek.cli.CommandException;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.Listener;
import io.odradek.raft.Voter;
import io.odradek.raft.VoterSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a node that is formatted finds its quorum, where {@code controller.quorum.voters} does not say so (KIP-853). */
sealed interface InitialQuorum {
    /** {@code --standalone}: this controller is the quorum. */
    record Standalone() implements InitialQuorum {}

    /** {@code --no-initial-controllers}: others are, and it finds them by {@code controller.quorum.bootstrap.servers}. */
    record NoInitialControllers() implements InitialQuorum {}

    /** {@code --initial-controllers}: these are, at least one, each once; this node need not be among them. */
    record InitialControllers(List<InitialController> controllers) implements InitialQuorum {
        public InitialControllers {
            controllers = List.copyOf(controllers);
        }

        /** Reads the argument: controllers with commas between them. */
        static InitialControllers parse(String argument) {
            List<InitialController> controllers = new ArrayList<>();
            for (String part : argument.split(",")) {
                if (part.isBlank()) {
                    continue;
                }
                InitialController next = InitialController.parse(part.strip());
                if (controllers.stream().anyMatch(before -> before.nodeId() == next.nodeId())) {
                    throw new CommandException("Node id " + next.nodeId() + " was specified more than once.");
                }
                controllers.add(next);
            }
            if (controllers.isEmpty()) {
                throw new CommandException("No voters given. " + InitialController.EXPECTED);
            }
            return new InitialControllers(controllers);
        }

        /** The controller of that id, if it is among them. */
        Optional<InitialController> find(int nodeId) {
            return controllers.stream()
                    .filter(controller -> controller.nodeId() == nodeId)
                    .findFirst();
        }

        /** What the quorum begins with. All are reached by the same listener, as in Kafka. */
        VoterSet voters(String listenerName) {
            List<Voter> voters = controllers.stream()
                    .map(controller -> controller.voter(listenerName))
                    .toList();
            return new VoterSet(voters);
        }
    }

    /**
     * The controller itself as the one that there is.
     *
     * @throws CommandException if the node is none, or has no listener for controllers
     */
    static InitialControllers standalone(BrokerConfig config, Uuid directoryId) {
        Listener listener = config.listeners().forControllers().stream()
                .findFirst()
                .orElseThrow(() -> new CommandException("No controller listeners found."));
        Listener told = config.listeners().advertised(listener.name()).orElse(listener);
        String host = told.host().isEmpty() ? "localhost" : told.host();
        return new InitialControllers(List.of(new InitialController(config.nodeId(), host, told.port(), directoryId)));
    }
}
