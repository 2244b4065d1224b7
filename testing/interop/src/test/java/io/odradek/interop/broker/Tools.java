package io.odradek.interop.broker;

import io.odradek.interop.process.Command;

/** Kafka's command-line tools of one distribution. */
public interface Tools {
    /** The command that runs a tool, by the name of its script: {@code kafka-topics}, without {@code .sh}. */
    Command command(String tool);
}
