package io.odradek.metadata.controller;

import io.odradek.base.Uuid;
import io.odradek.metadata.image.LeaderRecoveryState;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What becomes of one partition: from the wanted replicas, in-sync replicas and directories to the record that makes it so, with
 * the leader, the eligible leader replicas (KIP-966) and the end of a reassignment that follow from them.
 *
 * <p>One thread, one change.
 */
final class PartitionChange {
    /** Who is preferred, and how far an election may go. */
    enum Election {
        /** The first replica, if it may lead; else as {@link #ONLINE}. */
        PREFERRED,
        /** The leader that there is, else the first replica that may lead. */
        ONLINE,
        /** As a last resort, a replica that is not in sync. */
        UNCLEAN
    }

    /** @param unclean whether records may be lost by it */
    private record Elected(int leader, boolean unclean) {}

    private final PartitionRules rules;
    private final TopicImage topic;
    private final int number;
    private final PartitionImage partition;
    private final List<Uuid> presentDirectories;
    private final Map<Integer, Uuid> directories = new HashMap<>();

    private Election election = Election.ONLINE;
    private List<Integer> replicas;
    private List<Integer> isr;
    private List<Integer> removing;
    private List<Integer> adding;
    private List<Integer> elr;
    private List<Integer> uncleanlyStopped = List.of();
    private LeaderRecoveryState recovery;
    private boolean newLeaderEpoch;

    PartitionChange(PartitionRules rules, TopicImage topic, int number) {
        this.rules = rules;
        this.topic = topic;
        this.number = number;
        this.partition = topic.partitions().get(number);
        this.replicas = partition.replicas();
        this.isr = partition.isr();
        this.removing = partition.removing();
        this.adding = partition.adding();
        this.elr = partition.elr();
        this.recovery = partition.recovery();
        this.presentDirectories = PartitionRules.directories(partition);
        for (int i = 0; i < replicas.size(); i++) {
            directories.put(replicas.get(i), presentDirectories.get(i));
        }
    }

    PartitionChange election(Election wanted) {
        election = wanted;
        return this;
    }

    /** An unclean election where the topic allows it. */
    PartitionChange electionAsConfigured() {
        return election(rules.uncleanElection(topic) ? Election.UNCLEAN : Election.ONLINE);
    }

    PartitionChange isr(List<Integer> wanted) {
        isr = List.copyOf(wanted);
        return this;
    }

    PartitionChange replicas(List<Integer> wanted, List<Integer> wantedRemoving, List<Integer> wantedAdding) {
        replicas = List.copyOf(wanted);
        removing = List.copyOf(wantedRemoving);
        adding = List.copyOf(wantedAdding);
        return this;
    }

    /** A replica whose broker may have lost the end of its log is not eligible. */
    PartitionChange uncleanlyStopped(int brokerId) {
        uncleanlyStopped = List.of(brokerId);
        return this;
    }

    PartitionChange directory(int brokerId, Uuid directory) {
        directories.put(brokerId, directory);
        return this;
    }

    PartitionChange recovery(LeaderRecoveryState wanted) {
        recovery = wanted;
        return this;
    }

    /** Whoever leads does so in a new leader epoch. */
    PartitionChange newLeaderEpoch() {
        newLeaderEpoch = partition.hasLeader();
        return this;
    }

    /** The record; empty if nothing changes. */
    Optional<PartitionChangeRecord> record() {
        completeReassignment();
        reckonEligible();
        Elected elected = elect();
        PartitionChangeRecord record = new PartitionChangeRecord();
        boolean moved = elected.leader() != partition.leader();
        if (moved) {
            record.setLeader(elected.leader());
            take(elected);
        }
        // Without eligible leader replicas the last of the in-sync replicas stays one when it goes.
        boolean known = !isr.isEmpty() || rules.elr();
        if (known && (elected.unclean() || !isr.equals(partition.isr()))) {
            record.setIsr(new ArrayList<>(isr));
        }
        if (!moved && newLeaderEpochNeeded(record)) {
            record.setLeader(partition.leader());
        }
        setEligible(record);
        setAssignment(record);
        if (recovery != partition.recovery()) {
            record.setLeaderRecoveryState(recovery.id());
        }
        if (record.equals(new PartitionChangeRecord())) {
            return Optional.empty();
        }
        return Optional.of(record.setTopicId(topic.id()).setPartitionId(number));
    }

    /**
     * A reassignment is over as soon as all that come are in sync, and one that stays is; all that stay where there will be fewer
     * replicas than now.
     */
    private void completeReassignment() {
        if ((removing.isEmpty() && adding.isEmpty()) || !isr.containsAll(adding)) {
            return;
        }
        List<Integer> remainingIsr = without(isr, removing);
        List<Integer> remaining = without(replicas, removing);
        boolean fewer = adding.size() < removing.size();
        if (remainingIsr.isEmpty() || remaining.isEmpty() || (fewer && !remainingIsr.containsAll(remaining))) {
            return;
        }
        isr = remainingIsr;
        replicas = remaining;
        removing = List.of();
        adding = List.of();
    }

    /**
     * Below min.insync.replicas the high watermark stands still, so whoever leaves the in-sync replicas then has all that is
     * committed and stays eligible.
     */
    private void reckonEligible() {
        if (!rules.elr()) {
            return;
        }
        if (enoughInSync()) {
            elr = List.of();
            return;
        }
        TreeSet<Integer> eligible = new TreeSet<>(partition.elr());
        eligible.addAll(partition.isr());
        isr.forEach(eligible::remove);
        uncleanlyStopped.forEach(eligible::remove);
        eligible.retainAll(replicas);
        elr = List.copyOf(eligible);
    }

    private boolean enoughInSync() {
        return isr.size() >= Math.min(rules.minIsr(topic), replicas.size());
    }

    private Elected elect() {
        if (election == Election.PREFERRED && mayLead(replicas.getFirst())) {
            return new Elected(replicas.getFirst(), false);
        }
        if (mayLead(partition.leader())) {
            return new Elected(partition.leader(), false);
        }
        Optional<Integer> clean = replicas.stream().filter(this::mayLead).findFirst();
        if (clean.isPresent()) {
            return new Elected(clean.get(), false);
        }
        if (rules.elr()
                && isr.isEmpty()
                && elr.isEmpty()
                && partition.lastKnownElr().size() == 1
                && acceptable(partition.lastKnownElr().getFirst())) {
            return new Elected(partition.lastKnownElr().getFirst(), true);
        }
        if (election == Election.UNCLEAN) {
            Optional<Integer> unclean =
                    replicas.stream().filter(this::acceptable).findFirst();
            if (unclean.isPresent()) {
                return new Elected(unclean.get(), true);
            }
        }
        return new Elected(PartitionImage.NO_LEADER, false);
    }

    private boolean mayLead(int brokerId) {
        return (isr.contains(brokerId) || (isr.isEmpty() && elr.contains(brokerId))) && acceptable(brokerId);
    }

    private boolean acceptable(int brokerId) {
        return replicas.contains(brokerId) && rules.acceptable(brokerId, directory(brokerId));
    }

    private Uuid directory(int brokerId) {
        Uuid known = directories.get(brokerId);
        return known == null ? rules.newDirectory(brokerId) : known;
    }

    private void take(Elected elected) {
        if (elected.unclean()) {
            isr = List.of(elected.leader());
            elr = List.of();
            recovery = LeaderRecoveryState.RECOVERING;
        } else if (elr.contains(elected.leader())) {
            isr = List.of(elected.leader());
            // Kafka keeps the others even where this leader may commit on its own, and they no longer have everything.
            elr = enoughInSync() ? List.of() : without(elr, isr);
        }
    }

    /** Followers must ask anew when a replica is taken away, and at low levels whenever one falls out of sync. */
    private boolean newLeaderEpochNeeded(PartitionChangeRecord record) {
        boolean replicaGone = !replicas.containsAll(partition.replicas());
        boolean isrShrinks = record.isr() != null && !isr.containsAll(partition.isr());
        return newLeaderEpoch || replicaGone || (isrShrinks && rules.level().leaderEpochGrowsOnIsrShrink());
    }

    private void setEligible(PartitionChangeRecord record) {
        List<Integer> eligible = rules.elr() ? elr : List.of();
        if (!eligible.equals(partition.elr())) {
            record.setEligibleLeaderReplicas(new ArrayList<>(eligible));
        }
        if (record.leader() == PartitionImage.NO_LEADER) {
            if (rules.elr() && partition.lastKnownElr().isEmpty()) {
                record.setLastKnownElr(List.of(partition.leader()));
            }
        } else if ((record.leader() >= 0 || !rules.elr())
                && !partition.lastKnownElr().isEmpty()) {
            record.setLastKnownElr(List.of());
        }
    }

    private void setAssignment(PartitionChangeRecord record) {
        if (!replicas.equals(partition.replicas())) {
            record.setReplicas(new ArrayList<>(replicas));
        }
        if (!removing.equals(partition.removing())) {
            record.setRemovingReplicas(new ArrayList<>(removing));
        }
        if (!adding.equals(partition.adding())) {
            record.setAddingReplicas(new ArrayList<>(adding));
        }
        if (rules.level().directories()) {
            List<Uuid> wanted = new ArrayList<>();
            replicas.forEach(id -> wanted.add(directory(id)));
            if (!wanted.equals(presentDirectories)) {
                record.setDirectories(wanted);
            }
        }
    }

    private static List<Integer> without(List<Integer> from, List<Integer> taken) {
        return from.stream().filter(id -> !taken.contains(id)).toList();
    }
}
