package io.odradek.replication;

import java.util.List;
import java.util.Optional;

/**
 * A broker with its replica, and what it has under way. Immutable.
 *
 * @param applied how many versions of the metadata it has seen
 * @param waiters who was promised an answer when records are committed
 * @param fetch the fetch that it has sent, or its answer
 * @param lateFetch a fetch whose connection is gone, and which the leader may yet find
 * @param alter the AlterPartition that it has sent, or its answer
 * @param lateAlter one that it has given up, and which the controller may yet find
 */
record ModelNode(
        int id,
        boolean up,
        long brokerEpoch,
        int applied,
        Role role,
        ModelLog log,
        List<Waiter> waiters,
        Optional<Fetch> fetch,
        Optional<Fetch> lateFetch,
        Optional<Alter> alter,
        Optional<Alter> lateAlter) {

    record Waiter(int endOffset, int value) {}

    /** @param answer empty while it is on its way to the leader */
    record Fetch(int leader, long brokerEpoch, FetchPosition position, Optional<Answer> answer) {}

    /** @param records those that come with {@link FetchAnswer.Records} */
    record Answer(FetchAnswer outcome, List<ModelLog.Entry> records, long highWatermark) {}

    /** @param answer empty while it is on its way to the controller */
    record Alter(IsrProposal proposal, Optional<IsrAnswer> answer) {}

    static ModelNode started(int id, long brokerEpoch, int applied, ModelLog log, int minInSyncReplicas) {
        ReplicaSettings settings = new ReplicaSettings(id, minInSyncReplicas, -1);
        return new ModelNode(
                id,
                true,
                brokerEpoch,
                applied,
                Offline.starting(settings, 0, log.position()),
                log,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    ModelNode down() {
        return new ModelNode(
                id,
                false,
                brokerEpoch,
                0,
                Offline.starting(role.settings(), 0, log.crash().position()),
                log.crash(),
                List.of(),
                Optional.empty(),
                lateFetch.or(() -> fetch.filter(sent -> sent.answer().isEmpty())),
                Optional.empty(),
                lateAlter.or(() -> alter.filter(sent -> sent.answer().isEmpty())));
    }

    ModelNode restarted(long epoch, int versions) {
        return new ModelNode(id, true, epoch, versions, role, log, waiters, fetch, lateFetch, alter, lateAlter);
    }

    ModelNode with(Role changed) {
        return new ModelNode(id, up, brokerEpoch, applied, changed, log, waiters, fetch, lateFetch, alter, lateAlter);
    }

    ModelNode with(ModelLog changed) {
        return new ModelNode(id, up, brokerEpoch, applied, role, changed, waiters, fetch, lateFetch, alter, lateAlter);
    }

    ModelNode withWaiters(List<Waiter> changed) {
        return new ModelNode(
                id, up, brokerEpoch, applied, role, log, List.copyOf(changed), fetch, lateFetch, alter, lateAlter);
    }

    ModelNode withApplied(int versions) {
        return new ModelNode(id, up, brokerEpoch, versions, role, log, waiters, fetch, lateFetch, alter, lateAlter);
    }

    ModelNode withFetch(Optional<Fetch> sent, Optional<Fetch> late) {
        return new ModelNode(id, up, brokerEpoch, applied, role, log, waiters, sent, late, alter, lateAlter);
    }

    ModelNode withAlter(Optional<Alter> sent, Optional<Alter> late) {
        return new ModelNode(id, up, brokerEpoch, applied, role, log, waiters, fetch, lateFetch, sent, late);
    }
}
