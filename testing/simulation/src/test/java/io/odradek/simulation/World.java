package io.odradek.simulation;

import java.util.List;

/** What a client knows of the simulation around it. One thread. */
interface World {
    SimulatedNetwork network();

    History history();

    /** The hosts of nodes that may be asked. */
    List<String> nodes();

    /** How often a node has been started. */
    int lives(String node);

    /** Whether nothing new is to be begun: what is under way is brought to its end. */
    boolean comesToRest();
}
