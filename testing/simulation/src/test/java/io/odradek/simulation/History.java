package io.odradek.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What clients sent, were told and have read, checked as it comes and at the end. A partition is named by its topic's
 * incarnation, so that a topic that is deleted and made again is another one. One thread.
 */
final class History {
    /** A promise was broken. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message);
        }
    }

    /** A partition. */
    record Place(String topic, int partition) {}

    /** A committed offset of a group. */
    record GroupPlace(String group, Place place) {}

    private record OffsetAt(Place place, long offset) {}

    private final Map<OffsetAt, String> read = new HashMap<>();
    private final Map<Place, TreeMap<Long, String>> acknowledged = new HashMap<>();
    private final Map<String, Place> sent = new HashMap<>();
    private final Map<GroupPlace, Long> commitsAcknowledged = new HashMap<>();
    private final Map<GroupPlace, Long> commitsSent = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private long acknowledgedRecords;
    private long readRecords;

    /** A record is on its way for the first time; values are unique. */
    void sending(Place place, String value) {
        check(sent.put(value, place) == null, "value %s is sent once", value);
    }

    /** The broker says that the record is at the offset, and will be for ever. */
    void acknowledged(Place place, long offset, String value) {
        acknowledgedRecords++;
        String before =
                acknowledged.computeIfAbsent(place, _ -> new TreeMap<>()).put(offset, value);
        check(
                before == null || before.equals(value),
                "inconsistent offsets: %s at %d was acknowledged as %s and as %s",
                place,
                offset,
                before,
                value);
        seen(place, offset, value);
    }

    /** A consumer has read the record. */
    void read(Place place, long offset, String value) {
        readRecords++;
        check(place.equals(sent.get(value)), "nothing is invented: %s at %d has %s", place, offset, value);
        seen(place, offset, value);
    }

    private void seen(Place place, long offset, String value) {
        String before = read.putIfAbsent(new OffsetAt(place, offset), value);
        check(
                before == null || before.equals(value),
                "inconsistent offsets: %s at %d was %s and is %s",
                place,
                offset,
                before,
                value);
    }

    /** A consumer's next offset is this; what it read before ended there. */
    void polled(Place place, long expected, long found) {
        check(found == expected, "non-monotonic poll: %s at %d after the offset before %d", place, found, expected);
    }

    void committing(GroupPlace place, long offset) {
        commitsSent.merge(place, offset, Math::max);
    }

    void committed(GroupPlace place, long offset) {
        commitsAcknowledged.merge(place, offset, Math::max);
    }

    /** What the broker says is committed; offsets of one committer only grow. */
    void fetchedCommit(GroupPlace place, long offset, long acknowledgedBefore) {
        check(
                offset >= acknowledgedBefore,
                "lost commit: %s is at %d after %d was acknowledged",
                place,
                offset,
                acknowledgedBefore);
        check(
                offset <= commitsSent.getOrDefault(place, -1L),
                "invented commit: %s is at %d, at most %s was sent",
                place,
                offset,
                commitsSent.get(place));
    }

    long acknowledgedCommit(GroupPlace place) {
        return commitsAcknowledged.getOrDefault(place, -1L);
    }

    /** A member was given a partition in a generation. */
    void owns(String group, int generation, Place place, String member) {
        String before = owners.putIfAbsent(group + "/" + generation + "/" + place, member);
        check(
                before == null || before.equals(member),
                "double ownership: %s of generation %d belongs to %s and %s",
                place,
                generation,
                before,
                member);
    }

    /** Checks all that a reader found in a partition in the end. */
    void checkFinal(Place place, List<String> found) {
        Map<String, Long> offsets = new HashMap<>();
        for (int offset = 0; offset < found.size(); offset++) {
            String value = found.get(offset);
            Long other = offsets.put(value, (long) offset);
            check(other == null, "duplicate: %s in %s at %s and %d", value, place, other, offset);
            check(place.equals(sent.get(value)), "nothing is invented: %s at %d has %s", place, offset, value);
            seen(place, offset, value);
        }
        acknowledged
                .getOrDefault(place, new TreeMap<>())
                .forEach((offset, value) -> check(
                        offset < found.size() && found.get(offset.intValue()).equals(value),
                        "lost write: %s at %d of %s, where the log has %d records",
                        value,
                        offset,
                        place,
                        found.size()));
    }

    /** Partitions in which something was acknowledged. */
    List<Place> places() {
        return new ArrayList<>(acknowledged.keySet());
    }

    long acknowledgedRecords() {
        return acknowledgedRecords;
    }

    long readRecords() {
        return readRecords;
    }

    private static void check(boolean holds, String promise, Object... arguments) {
        if (!holds) {
            throw new Violation(String.format(java.util.Locale.ROOT, promise, arguments));
        }
    }
}
