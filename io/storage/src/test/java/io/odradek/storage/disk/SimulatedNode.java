package io.odradek.storage.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A simulated file or folder. A folder has, like content, what is seen, what is durable, and the changes in between. */
sealed interface SimulatedNode {
    /** What a power failure leaves of this node and all below it. */
    SimulatedNode survivor(RandomGenerator random);

    /** A file. */
    record File(SimulatedContent content) implements SimulatedNode {
        @Override
        public SimulatedNode survivor(RandomGenerator random) {
            return new File(content.survivor(random));
        }
    }

    /** A folder. */
    final class Folder implements SimulatedNode {
        /** One change of names, atomic: names taken away and names given. */
        private record Change(List<String> removed, Map<String, SimulatedNode> added) {
            void apply(Map<String, SimulatedNode> entries) {
                removed.forEach(entries::remove);
                entries.putAll(added);
            }
        }

        private final Map<String, SimulatedNode> current = new TreeMap<>();
        private final Map<String, SimulatedNode> durable = new TreeMap<>();
        private final List<Change> unsynced = new ArrayList<>();

        Map<String, SimulatedNode> entries() {
            return current;
        }

        void add(String name, SimulatedNode node) {
            apply(new Change(List.of(), Map.of(name, node)));
        }

        void remove(String name) {
            apply(new Change(List.of(name), Map.of()));
        }

        void rename(String from, String to, SimulatedNode node) {
            apply(new Change(List.of(from), Map.of(to, node)));
        }

        private void apply(Change change) {
            change.apply(current);
            unsynced.add(change);
        }

        void sync() {
            unsynced.forEach(change -> change.apply(durable));
            unsynced.clear();
        }

        /** File systems journal names in order: a prefix of the unsynced changes is left. */
        @Override
        public Folder survivor(RandomGenerator random) {
            Map<String, SimulatedNode> left = new TreeMap<>(durable);
            int kept = random.nextInt(unsynced.size() + 1);
            unsynced.subList(0, kept).forEach(change -> change.apply(left));
            Folder survivor = new Folder();
            left.forEach((name, node) -> {
                SimulatedNode copy = node.survivor(random);
                survivor.current.put(name, copy);
                survivor.durable.put(name, copy);
            });
            return survivor;
        }
    }
}
