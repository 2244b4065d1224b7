package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.metadata.controller.PartitionPlacer.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionPlacerTest {
    private static List<Candidate> brokers(int count, int racks) {
        return IntStream.range(0, count)
                .mapToObj(id -> new Candidate(id, Optional.of("rack" + id % racks), true))
                .toList();
    }

    @Test
    void leadersAndReplicasAreSpreadEvenlyAndOverAllRacks() {
        long seed = 42;
        List<List<Integer>> placed = PartitionPlacer.place(brokers(12, 3), 120, 3, new Random(seed)::nextLong);
        Map<Integer, Integer> leaders = new HashMap<>();
        Map<Integer, Integer> replicas = new HashMap<>();
        for (List<Integer> partition : placed) {
            assertThat(partition).doesNotHaveDuplicates().hasSize(3);
            assertThat(partition.stream().map(id -> id % 3).distinct()).hasSize(3);
            leaders.merge(partition.getFirst(), 1, Integer::sum);
            partition.forEach(id -> replicas.merge(id, 1, Integer::sum));
        }
        assertThat(leaders.values()).containsOnly(10);
        assertThat(replicas.values()).allSatisfy(count -> assertThat(count).isBetween(24, 36));
    }

    @Test
    void followersOfOneLeaderAreDifferentBrokers() {
        List<List<Integer>> placed = PartitionPlacer.place(brokers(6, 1), 60, 2, new Random(1)::nextLong);
        Map<Integer, Set<Integer>> followers = new HashMap<>();
        placed.forEach(each ->
                followers.computeIfAbsent(each.getFirst(), _ -> new HashSet<>()).add(each.get(1)));
        assertThat(followers.values()).allSatisfy(each -> assertThat(each).hasSizeGreaterThan(2));
    }

    @Test
    void brokersThatAreNotActiveNeverLeadAndComeOnlyWhenNeeded() {
        List<Candidate> candidates = new ArrayList<>(brokers(3, 1));
        candidates.add(new Candidate(9, Optional.empty(), false));
        PartitionPlacer.place(candidates, 30, 3, new Random(2)::nextLong)
                .forEach(each -> assertThat(each).doesNotContain(9));
        PartitionPlacer.place(candidates, 30, 4, new Random(2)::nextLong)
                .forEach(each -> assertThat(each.indexOf(9)).isEqualTo(3));
    }

    @Test
    void everyShapeIsPlaced() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(20);
            int racks = 1 + random.nextInt(5);
            int replicationFactor = 1 + random.nextInt(count);
            for (List<Integer> each : PartitionPlacer.place(
                    brokers(count, racks), 1 + random.nextInt(50), replicationFactor, random::nextLong)) {
                assertThat(each).as("seed %d", seed).hasSize(replicationFactor).doesNotHaveDuplicates();
                assertThat(each.stream().map(id -> id % racks).distinct().count())
                        .as("seed %d", seed)
                        .isEqualTo(Math.min(replicationFactor, Math.min(racks, count)));
            }
        }
    }
}
