package io.odradek.metadata.controller;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Chooses brokers for new partitions: leaders go round all active brokers, replicas of one partition to as many racks as there
 * are, and the followers of one leader to different brokers. Brokers that are not active come last and only where the others
 * are too few.
 *
 * <p>Stateless; any thread.
 */
final class PartitionPlacer {
    /**
     * A broker that can take replicas.
     *
     * @param active whether it can lead now
     */
    record Candidate(int id, Optional<String> rack, boolean active) {}

    private PartitionPlacer() {}

    /**
     * The replicas of each new partition, the leader first.
     *
     * @param candidates at least {@code replicationFactor}, one of them active
     * @param random returns 64 random bits at each call; decides where the round begins
     */
    static List<List<Integer>> place(
            List<Candidate> candidates, int partitions, int replicationFactor, LongSupplier random) {
        List<Candidate> active = ring(candidates, true);
        List<Candidate> inactive = ring(candidates, false);
        int start = below(active.size(), random);
        int shift = below(Math.max(1, active.size() - 1), random);
        List<List<Integer>> result = new ArrayList<>(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            int round = partition / active.size();
            List<Candidate> chosen = new ArrayList<>(replicationFactor);
            chosen.add(active.get((start + partition) % active.size()));
            choose(active, start + partition + 1 + shift + round, chosen, replicationFactor);
            choose(inactive, start + partition, chosen, replicationFactor);
            result.add(chosen.stream().map(Candidate::id).toList());
        }
        return result;
    }

    /** Takes followers from a ring, first one of each rack that has none yet, then whoever comes next. */
    private static void choose(List<Candidate> ring, int from, List<Candidate> chosen, int wanted) {
        Set<Optional<String>> racks = new HashSet<>();
        chosen.forEach(each -> racks.add(each.rack()));
        for (int i = 0; i < ring.size() && chosen.size() < wanted; i++) {
            Candidate next = ring.get((from + i) % ring.size());
            if (next.rack().isPresent() && !racks.contains(next.rack()) && !chosen.contains(next)) {
                racks.add(next.rack());
                chosen.add(next);
            }
        }
        for (int i = 0; i < ring.size() && chosen.size() < wanted; i++) {
            Candidate next = ring.get((from + i) % ring.size());
            if (!chosen.contains(next)) {
                chosen.add(next);
            }
        }
    }

    /** The brokers in an order in which neighbours are in different racks, as far as racks are equally large. */
    private static List<Candidate> ring(List<Candidate> candidates, boolean active) {
        TreeMap<String, Deque<Candidate>> racks = new TreeMap<>();
        candidates.stream()
                .filter(each -> each.active() == active)
                .sorted(Comparator.comparingInt(Candidate::id))
                .forEach(each -> racks.computeIfAbsent(each.rack().orElse(""), _ -> new ArrayDeque<>())
                        .add(each));
        List<Candidate> result = new ArrayList<>();
        while (!racks.isEmpty()) {
            racks.values().forEach(rack -> result.add(rack.removeFirst()));
            racks.values().removeIf(Deque::isEmpty);
        }
        return result;
    }

    private static int below(int bound, LongSupplier random) {
        return (int) Math.floorMod(random.getAsLong(), (long) bound);
    }
}
