package io.odradek.interop.broker;

import java.util.List;
import java.util.stream.Stream;

/** Where the nodes of a cluster live. Nodes are numbered from 1. */
public interface Network {
    /** So many nodes on the loopback interface. */
    static Network loopback(int nodes) {
        List<String> hosts =
                Stream.generate(() -> NodeConfig.LOOPBACK).limit(nodes).toList();
        return new Network() {
            @Override
            public List<String> hosts() {
                return hosts;
            }

            @Override
            public List<String> prefix(int node) {
                return List.of();
            }
        };
    }

    /** The address of each node, from the first on. */
    List<String> hosts();

    /** What comes before a command so that it runs where the node does. */
    List<String> prefix(int node);
}
