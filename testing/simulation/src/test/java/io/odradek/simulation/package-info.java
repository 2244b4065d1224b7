/** A whole cluster on one thread, from one seed: virtual time, simulated network and disks, real nodes, and checkers. */
@org.jspecify.annotations.NullMarked
package io.odradek.simulation;
