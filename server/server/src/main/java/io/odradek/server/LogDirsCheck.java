package io.odradek.server;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.DirectoryIds;
import io.odradek.metadata.image.TopicImage;
import io.odradek.server.FoundDirectory.State;
import io.odradek.storage.Folders;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the log directories with what the metadata says of them, before anything is changed. A directory that is empty,
 * not there or another one than before would be filled with new, empty partitions: the start is refused. One that was
 * taken out of {@code log.dirs} was given up on purpose; its partitions stay offline, as in Kafka, and are never made anew.
 *
 * <p>One thread, used once.
 */
final class LogDirsCheck {
    /**
     * What follows for the start.
     *
     * @param withheld partitions whose data is elsewhere, with the reason: they must not be made anew
     * @param placed partitions of which the metadata does not yet say in which directory they are, with its id
     */
    record Result(SortedMap<TopicPartition, String> withheld, SortedMap<TopicPartition, Uuid> placed) {}

    private static final int NAMED_PARTITIONS = 20;

    private final List<FoundDirectory> found;
    private final ClusterImage image;
    private final MetaProperties identity;
    private final Set<Uuid> registered;
    private final Set<Uuid> present = new LinkedHashSet<>();
    private final Set<Uuid> lost;

    /** Partitions of this node that have no folder and are known to lie in a directory that is not present. */
    private final SortedMap<TopicPartition, Uuid> missing = new TreeMap<>();

    /** Partitions of this node that have no folder, and of which nobody knows where they lie. */
    private final SortedSet<TopicPartition> unplaced = new TreeSet<>();

    private final SortedMap<TopicPartition, Uuid> placed = new TreeMap<>();

    private LogDirsCheck(List<FoundDirectory> found, ClusterImage image, MetaProperties identity) {
        this.found = found;
        this.image = image;
        this.identity = identity;
        this.registered = new LinkedHashSet<>(image.nodes()
                .broker(identity.nodeId())
                .map(BrokerImage::logDirs)
                .orElse(List.of()));
        for (FoundDirectory directory : found) {
            if (directory.state() instanceof State.Formatted(Uuid id)) {
                present.add(id);
            }
        }
        this.lost = new LinkedHashSet<>(registered);
        lost.removeAll(present);
    }

    /**
     * Compares.
     *
     * @throws StartException if a directory is not the one that it was, and partitions lie there
     */
    static Result check(List<FoundDirectory> found, ClusterImage image, MetaProperties identity) throws StartException {
        LogDirsCheck check = new LogDirsCheck(found, image, identity);
        check.locate();
        check.refuseIfLost();
        return check.result();
    }

    /** Looks at the directories; changes nothing. */
    static List<FoundDirectory> look(Disk disk, List<Path> logDirs) throws StartException {
        List<FoundDirectory> found = new ArrayList<>();
        for (Path path : logDirs) {
            try {
                found.add(new FoundDirectory(path, state(disk, path), partitions(disk, path)));
            } catch (IOException e) {
                throw DataFolders.unreadable(path, e);
            }
        }
        return found;
    }

    private static State state(Disk disk, Path path) throws IOException {
        if (!disk.exists(path)) {
            return new State.Absent();
        }
        if (!disk.isDirectory(path)) {
            return new State.Failed();
        }
        return MetaProperties.read(disk, path)
                .<State>map(properties -> new State.Formatted(properties.directoryId()))
                .orElseGet(State.Unformatted::new);
    }

    /** The partitions that have a folder in the directory. */
    static SortedSet<TopicPartition> partitions(Disk disk, Path path) throws StartException {
        try {
            return disk.isDirectory(path) ? Folders.partitions(disk, path) : Collections.emptySortedSet();
        } catch (IOException e) {
            throw DataFolders.unreadable(path, e);
        }
    }

    private void locate() {
        Map<TopicPartition, Uuid> folders = new TreeMap<>();
        for (FoundDirectory directory : found) {
            Uuid id = directory.state() instanceof State.Formatted(Uuid known) ? known : Uuid.ZERO;
            directory.partitions().forEach(partition -> folders.put(partition, id));
        }
        image.topics().sorted().forEach(topic -> locate(topic, folders));
    }

    private void locate(TopicImage topic, Map<TopicPartition, Uuid> folders) {
        for (int number = 0; number < topic.partitions().size(); number++) {
            if (!topic.partitions().get(number).replicas().contains(identity.nodeId())) {
                continue;
            }
            TopicPartition partition = new TopicPartition(topic.name(), number);
            Uuid directory = topic.partitions().get(number).directory(identity.nodeId());
            Uuid folder = folders.get(partition);
            if (directory.equals(DirectoryIds.LOST) && folder == null) {
                missing.put(partition, directory);
            } else if (DirectoryIds.reserved(directory)) {
                if (folder == null) {
                    unplaced.add(partition);
                } else if (!folder.isZero()) {
                    placed.put(partition, folder);
                }
            } else if (!present.contains(directory)) {
                missing.put(partition, directory);
            }
        }
    }

    private void refuseIfLost() throws StartException {
        for (FoundDirectory directory : found) {
            if (directory.state() instanceof State.Unformatted
                    && !directory.partitions().isEmpty()) {
                throw new StartException("The log directory " + directory.path() + " holds "
                        + directory.partitions().size() + " partitions, but no " + MetaProperties.FILE_NAME
                        + ": put the file back (" + lines() + "), or take the directory out of log.dirs. Nothing was"
                        + " changed");
            }
        }
        List<FoundDirectory> suspects =
                found.stream().filter(this::isNotTheOneThatWas).toList();
        SortedSet<TopicPartition> gone = gone();
        if (!suspects.isEmpty() && !gone.isEmpty()) {
            String paths = suspects.stream().map(FoundDirectory::describe).collect(Collectors.joining(", and "));
            throw new StartException("The log directory " + paths + ", but the metadata places " + gone.size()
                    + " partitions in " + directories(lost) + ", which no directory in log.dirs has: " + names(gone)
                    + ". Mount its disk, or restore it with its " + MetaProperties.FILE_NAME + " (" + lines()
                    + "). To give it up on purpose, start once without it in log.dirs: its partitions then are offline"
                    + " until it is back or their topics are deleted. Nothing was changed");
        }
    }

    private boolean isNotTheOneThatWas(FoundDirectory directory) {
        return switch (directory.state()) {
            case State.Absent(), State.Unformatted() -> true;
            case State.Formatted(Uuid id) -> !registered.contains(id);
            case State.Failed() -> false;
        };
    }

    /** The partitions in directories that this node had when it ran last and has no more. */
    private SortedSet<TopicPartition> gone() {
        SortedSet<TopicPartition> gone = new TreeSet<>();
        if (!lost.isEmpty()) {
            gone.addAll(unplaced);
        }
        missing.forEach((partition, directory) -> {
            if (lost.contains(directory)) {
                gone.add(partition);
            }
        });
        return gone;
    }

    private Result result() {
        SortedMap<TopicPartition, String> withheld = new TreeMap<>();
        missing.forEach((partition, directory) -> {
            boolean elsewhere =
                    found.stream().anyMatch(each -> each.partitions().contains(partition));
            if (!elsewhere) {
                withheld.put(
                        partition,
                        "it lies in the log directory with the id " + directory + ", which is not in log.dirs");
            }
        });
        boolean failed = found.stream().anyMatch(directory -> directory.state() instanceof State.Failed);
        if (!lost.isEmpty() || failed) {
            for (TopicPartition partition : unplaced) {
                withheld.put(
                        partition,
                        lost.isEmpty()
                                ? "it may lie in the log directory that cannot be used"
                                : "it lies in " + directories(lost) + ", which is not in log.dirs");
                if (lost.size() == 1 && !failed) {
                    placed.put(partition, lost.iterator().next());
                }
            }
        }
        return new Result(withheld, placed);
    }

    private String lines() {
        return "version=1, cluster.id=" + identity.clusterId() + ", node.id=" + identity.nodeId() + ", directory.id="
                + (lost.size() == 1 ? lost.iterator().next() : "its own");
    }

    private static String directories(Set<Uuid> ids) {
        return (ids.size() == 1 ? "the directory with the id " : "the directories with the ids ")
                + ids.stream().map(Uuid::toString).collect(Collectors.joining(", "));
    }

    private static String names(SortedSet<TopicPartition> partitions) {
        String named = partitions.stream()
                .limit(NAMED_PARTITIONS)
                .map(TopicPartition::toString)
                .collect(Collectors.joining(", "));
        int more = partitions.size() - NAMED_PARTITIONS;
        return more > 0 ? named + " and " + more + " more" : named;
    }
}
