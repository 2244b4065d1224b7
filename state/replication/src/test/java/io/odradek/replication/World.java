package io.odradek.replication;

import io.odradek.base.Invariants;
import io.odradek.protocol.ErrorCode;
import io.odradek.replication.ModelNode.Alter;
import io.odradek.replication.ModelNode.Answer;
import io.odradek.replication.ModelNode.Fetch;
import io.odradek.replication.ModelNode.Waiter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One partition with {@code durability=fsync} on several brokers, its controller, and all that may happen to them: what is
 * sent may come late, after the sender has given up, or never; the metadata comes at any time; a broker loses what it has
 * not synced. An event makes a new world.
 */
final class World {
    /** What may happen, and to whom. */
    record Event(Kind kind, int node) {}

    enum Kind {
        APPLY_METADATA,
        PRODUCE,
        SYNC,
        SEND_FETCH,
        DELIVER_FETCH,
        DELIVER_FETCH_ANSWER,
        LOSE_FETCH,
        GIVE_UP_FETCH,
        DELIVER_LATE_FETCH,
        CHECK_LAG,
        DELIVER_ALTER,
        DELIVER_ALTER_ANSWER,
        LOSE_ALTER_ANSWER,
        GIVE_UP_ALTER,
        DELIVER_LATE_ALTER,
        CRASH,
        RESTART,
        FENCE,
        UNFENCE,
        ELECT
    }

    /** How much may happen. */
    record Bounds(
            int nodes,
            int records,
            int leaderEpochs,
            int partitionEpochs,
            int crashes,
            int fences,
            int late,
            int minInSyncReplicas) {}

    /** How much has happened. */
    private record Spent(int records, int crashes, int fences, int late) {
        Spent record() {
            return new Spent(records + 1, crashes, fences, late);
        }

        Spent crash() {
            return new Spent(records, crashes + 1, fences, late);
        }

        Spent fence() {
            return new Spent(records, crashes, fences + 1, late);
        }

        Spent oneLate() {
            return new Spent(records, crashes, fences, late + 1);
        }
    }

    /** Versions of the metadata that a broker can lie behind. */
    private static final int MAX_BEHIND = 3;

    private static final long FAR = 1_000_000;

    private final Bounds bounds;
    private final List<ModelNode> nodes;
    private final List<ModelController> versions;
    private final Spent spent;
    private final long acked;
    private final int[] nodeHashes;
    private final int hash;

    private World(
            Bounds bounds,
            List<ModelNode> nodes,
            List<ModelController> versions,
            Spent spent,
            long acked,
            int[] nodeHashes) {
        this.bounds = bounds;
        this.nodeHashes = nodeHashes;
        this.hash = Objects.hash(Arrays.hashCode(nodeHashes), versions, spent, acked);
        this.nodes = List.copyOf(nodes);
        this.versions = List.copyOf(versions);
        this.spent = spent;
        this.acked = acked;
    }

    static World begin(Bounds bounds) {
        List<ModelNode> nodes = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        List<Long> active = new ArrayList<>();
        for (int id = 0; id < bounds.nodes(); id++) {
            nodes.add(ModelNode.started(id, 0, 0, ModelLog.EMPTY, bounds.minInSyncReplicas()));
            ids.add(id);
            active.add(0L);
        }
        ModelController first = new ModelController(new PartitionState(0, 0, 0, ids, ids), active);
        return new World(
                bounds,
                nodes,
                List.of(first),
                new Spent(0, 0, 0, 0),
                0,
                nodes.stream().mapToInt(ModelNode::hashCode).toArray());
    }

    private ModelController controller() {
        return versions.getLast();
    }

    List<ModelNode> nodes() {
        return nodes;
    }

    PartitionState state() {
        return controller().state();
    }

    // ---- what may happen

    List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (ModelNode node : nodes) {
            eventsOf(node, events);
        }
        return events;
    }

    private void eventsOf(ModelNode node, List<Event> events) {
        int id = node.id();
        boolean epochsLeft = state().leaderEpoch() + 1 < bounds.leaderEpochs();
        boolean changesLeft = state().partitionEpoch() + 1 < bounds.partitionEpochs() && versions.size() < MAX_BEHIND;
        boolean lateLeft = spent.late() < bounds.late();
        if (node.lateFetch().isPresent()) {
            events.add(new Event(Kind.DELIVER_LATE_FETCH, id));
        }
        if (node.lateAlter().isPresent() && changesLeft) {
            events.add(new Event(Kind.DELIVER_LATE_ALTER, id));
        }
        if (controller().isActive(id)
                && spent.fences() < bounds.fences()
                && changesLeft
                && (epochsLeft || state().leader() != id)) {
            events.add(new Event(Kind.FENCE, id));
        }
        if (!node.up()) {
            if (!controller().isActive(id)) {
                events.add(new Event(Kind.RESTART, id));
            }
            return;
        }
        if (!controller().isActive(id)
                && versions.size() < MAX_BEHIND
                && (epochsLeft || state().leader() != PartitionState.NO_LEADER)) {
            events.add(new Event(Kind.UNFENCE, id));
        }
        if (state().leader() != id
                && state().isr().contains(id)
                && controller().isActive(id)
                && epochsLeft
                && changesLeft
                && state().leader() != PartitionState.NO_LEADER) {
            events.add(new Event(Kind.ELECT, id));
        }
        if (spent.crashes() < bounds.crashes()) {
            events.add(new Event(Kind.CRASH, id));
        }
        if (node.applied() < versions.size()) {
            events.add(new Event(Kind.APPLY_METADATA, id));
        }
        if (node.log().durable() < node.log().end()) {
            events.add(new Event(Kind.SYNC, id));
        }
        fetchEvents(node, lateLeft, events);
        leaderEvents(node, changesLeft, lateLeft, events);
    }

    private static void fetchEvents(ModelNode node, boolean lateLeft, List<Event> events) {
        if (node.fetch().isEmpty()) {
            if (node.role() instanceof Follower follower
                    && follower.nextFetch(node.log().position(), node.log()).isPresent()) {
                events.add(new Event(Kind.SEND_FETCH, node.id()));
            }
            return;
        }
        boolean answered = node.fetch().get().answer().isPresent();
        events.add(new Event(answered ? Kind.DELIVER_FETCH_ANSWER : Kind.DELIVER_FETCH, node.id()));
        events.add(new Event(Kind.LOSE_FETCH, node.id()));
        if (!answered && lateLeft && node.lateFetch().isEmpty()) {
            events.add(new Event(Kind.GIVE_UP_FETCH, node.id()));
        }
    }

    private void leaderEvents(ModelNode node, boolean changesLeft, boolean lateLeft, List<Event> events) {
        int id = node.id();
        if (node.role() instanceof Leader leader) {
            if (spent.records() < bounds.records() && leader.refusesWriter(true).isEmpty()) {
                events.add(new Event(Kind.PRODUCE, id));
            }
            if (changesLeft && !leader.isr().isPending()) {
                events.add(new Event(Kind.CHECK_LAG, id));
            }
        }
        if (node.alter().isPresent()) {
            boolean answered = node.alter().get().answer().isPresent();
            if (answered) {
                events.add(new Event(Kind.DELIVER_ALTER_ANSWER, id));
                events.add(new Event(Kind.LOSE_ALTER_ANSWER, id));
            } else {
                if (changesLeft) {
                    events.add(new Event(Kind.DELIVER_ALTER, id));
                }
                if (lateLeft && node.lateAlter().isEmpty()) {
                    events.add(new Event(Kind.GIVE_UP_ALTER, id));
                }
            }
        }
    }

    // ---- what comes of it

    World after(Event event) {
        Step step = new Step();
        step.run(event);
        return step.done();
    }

    /** Makes the next world out of this one. */
    private final class Step {
        private final List<ModelNode> next = new ArrayList<>(nodes);
        private final List<ModelController> published = new ArrayList<>(versions);
        private Spent nextSpent = spent;
        private long nextAcked = acked;

        World done() {
            for (ModelNode node : List.copyOf(next)) {
                acknowledge(node);
            }
            int seen = next.stream()
                    .filter(ModelNode::up)
                    .mapToInt(ModelNode::applied)
                    .min()
                    .orElse(published.size());
            int forgotten = Math.min(seen, published.size()) - 1;
            if (forgotten > 0) {
                published.subList(0, forgotten).clear();
                next.replaceAll(node -> node.withApplied(Math.max(0, node.applied() - forgotten)));
            }
            int[] hashes = nodeHashes.clone();
            for (int id = 0; id < hashes.length; id++) {
                if (next.get(id) != nodes.get(id)) {
                    hashes[id] = next.get(id).hashCode();
                }
            }
            return new World(bounds, next, published, nextSpent, nextAcked, hashes);
        }

        private void acknowledge(ModelNode node) {
            if (node.waiters().isEmpty()) {
                return;
            }
            List<Waiter> left = new ArrayList<>();
            for (Waiter waiter : node.waiters()) {
                switch (node.role().ack(waiter.endOffset())) {
                    case COMMITTED -> nextAcked |= 1L << waiter.value();
                    case WAIT -> left.add(waiter);
                    case NOT_ENOUGH_REPLICAS, NOT_LEADER -> {
                        // The client is told so, and knows nothing.
                    }
                }
            }
            next.set(node.id(), node.withWaiters(left));
        }

        private Moment moment(ModelNode node) {
            return new Moment(FAR, published.get(Math.max(0, node.applied() - 1)));
        }

        void run(Event event) {
            ModelNode node = next.get(event.node());
            switch (event.kind()) {
                case APPLY_METADATA -> applyMetadata(node);
                case PRODUCE -> produce(node);
                case SYNC -> {
                    next.set(node.id(), node.with(node.log().sync()));
                    progressed(node.id());
                }
                case SEND_FETCH -> sendFetch(node);
                case DELIVER_FETCH -> {
                    Fetch sent = node.fetch().orElseThrow();
                    Optional<Answer> answer = serve(node.id(), sent);
                    Optional<Fetch> answered = answer.map(
                            found -> new Fetch(sent.leader(), sent.brokerEpoch(), sent.position(), Optional.of(found)));
                    next.set(node.id(), next.get(node.id()).withFetch(answered, node.lateFetch()));
                }
                case DELIVER_FETCH_ANSWER -> receive(node);
                case LOSE_FETCH -> next.set(node.id(), node.withFetch(Optional.empty(), node.lateFetch()));
                case GIVE_UP_FETCH -> {
                    nextSpent = nextSpent.oneLate();
                    next.set(node.id(), node.withFetch(Optional.empty(), node.fetch()));
                }
                case DELIVER_LATE_FETCH -> {
                    var _ = serve(node.id(), node.lateFetch().orElseThrow());
                    next.set(
                            node.id(),
                            next.get(node.id()).withFetch(next.get(node.id()).fetch(), Optional.empty()));
                }
                case CHECK_LAG -> take(node.id(), ((Leader) node.role()).checkLag(moment(node)));
                case DELIVER_ALTER -> {
                    Alter sent = node.alter().orElseThrow();
                    IsrAnswer answer = decide(node.id(), sent.proposal());
                    next.set(
                            node.id(),
                            node.withAlter(
                                    Optional.of(new Alter(sent.proposal(), Optional.of(answer))), node.lateAlter()));
                }
                case DELIVER_ALTER_ANSWER -> {
                    Alter sent = node.alter().orElseThrow();
                    answerAlter(node, sent, sent.answer().orElseThrow(), node.lateAlter());
                }
                case LOSE_ALTER_ANSWER ->
                    answerAlter(node, node.alter().orElseThrow(), new IsrAnswer.Lost(), node.lateAlter());
                case GIVE_UP_ALTER -> {
                    nextSpent = nextSpent.oneLate();
                    answerAlter(node, node.alter().orElseThrow(), new IsrAnswer.Lost(), node.alter());
                }
                case DELIVER_LATE_ALTER -> {
                    var _ = decide(node.id(), node.lateAlter().orElseThrow().proposal());
                    next.set(node.id(), node.withAlter(node.alter(), Optional.empty()));
                }
                case CRASH -> {
                    nextSpent = nextSpent.crash();
                    next.set(node.id(), node.down());
                }
                case RESTART -> next.set(node.id(), node.restarted(node.brokerEpoch() + 1, published.size() - 1));
                case FENCE -> {
                    nextSpent = nextSpent.fence();
                    publish(published.getLast().fence(node.id()));
                }
                case UNFENCE -> publish(published.getLast().unfence(node.id(), node.brokerEpoch()));
                case ELECT -> publish(published.getLast().elect(node.id()));
            }
        }

        private void publish(ModelController version) {
            published.add(version);
        }

        private void applyMetadata(ModelNode node) {
            ModelNode seen = node.withApplied(node.applied() + 1);
            next.set(node.id(), seen);
            PartitionState state = published.get(seen.applied() - 1).state();
            take(node.id(), seen.role().changed(state, seen.log().position(), seen.log(), moment(seen)));
            ModelNode changed = next.get(node.id());
            boolean over = changed.role().leaderEpoch() != node.role().leaderEpoch();
            if (over && changed.fetch().flatMap(Fetch::answer).isPresent()) {
                // Nobody would look at it.
                next.set(node.id(), changed.withFetch(Optional.empty(), changed.lateFetch()));
            }
        }

        private void produce(ModelNode node) {
            int value = nextSpent.records();
            nextSpent = nextSpent.record();
            ModelLog log = node.log().append(new ModelLog.Entry(node.role().leaderEpoch(), value));
            List<Waiter> waiters = new ArrayList<>(node.waiters());
            waiters.add(new Waiter(log.end(), value));
            next.set(node.id(), node.with(log).withWaiters(waiters));
            progressed(node.id());
        }

        private void progressed(int id) {
            ModelNode node = next.get(id);
            if (node.role() instanceof Leader leader) {
                take(id, leader.progressed(node.log().position(), moment(node)));
            }
        }

        private void sendFetch(ModelNode node) {
            Follower follower = (Follower) node.role();
            FetchPosition position =
                    follower.nextFetch(node.log().position(), node.log()).orElseThrow();
            Fetch sent = new Fetch(follower.state().leader(), node.brokerEpoch(), position, Optional.empty());
            next.set(node.id(), node.withFetch(Optional.of(sent), node.lateFetch()));
        }

        /** Empty if the broker that was asked is down. */
        private Optional<Answer> serve(int replica, Fetch fetch) {
            ModelNode node = next.get(fetch.leader());
            if (!node.up()) {
                return Optional.empty();
            }
            FetchPosition asked = fetch.position();
            Optional<Refusal> refusal = node.role()
                    .refusesReader(asked.leaderEpoch(), true)
                    .or(() -> ((Leader) node.role()).refusesReplica(replica, fetch.brokerEpoch(), moment(node)));
            if (refusal.isPresent()) {
                return Optional.of(failed(refusal.get().error()));
            }
            ModelLog log = node.log();
            if (asked.offset() > log.end() && asked.lastFetchedEpoch() < 0) {
                return Optional.of(failed(ErrorCode.OFFSET_OUT_OF_RANGE));
            }
            return Optional.of(
                    switch (Divergence.of(log, 0, asked.offset(), asked.lastFetchedEpoch())) {
                        case Divergence.OutOfRange() -> failed(ErrorCode.OFFSET_OUT_OF_RANGE);
                        case Divergence.At(int epoch, long end) ->
                            new Answer(new FetchAnswer.Diverging(new EpochHistory.EpochEnd(epoch, end)), List.of(), -1);
                        case Divergence.None() -> read(node, replica, fetch);
                    });
        }

        private Answer read(ModelNode node, int replica, Fetch fetch) {
            Leader leader = (Leader) node.role();
            ModelLog log = node.log();
            int from = (int) fetch.position().offset();
            FollowerFetch told = new FollowerFetch(replica, fetch.brokerEpoch(), from, 0, log.end());
            take(node.id(), leader.fetched(told, moment(node)));
            return new Answer(
                    new FetchAnswer.Records(), log.entries().subList(from, log.end()), leader.highWatermark());
        }

        private static Answer failed(ErrorCode error) {
            return new Answer(new FetchAnswer.Failed(error), List.of(), -1);
        }

        private void receive(ModelNode node) {
            Fetch fetch = node.fetch().orElseThrow();
            Answer answer = fetch.answer().orElseThrow();
            ModelNode ready = node.withFetch(Optional.empty(), node.lateFetch());
            next.set(node.id(), ready);
            if (!(ready.role() instanceof Follower follower)) {
                return;
            }
            Transition decided = follower.answered(
                    fetch.position(), answer.outcome(), ready.log().position(), ready.log());
            take(node.id(), decided);
            for (Effect effect : decided.effects()) {
                carryOut(node.id(), effect, answer, fetch);
            }
        }

        private void carryOut(int id, Effect effect, Answer answer, Fetch fetch) {
            ModelNode node = next.get(id);
            Follower follower = (Follower) node.role();
            switch (effect) {
                case Effect.AppendFetched(int maxEpoch) -> {
                    ModelLog log = node.log();
                    for (ModelLog.Entry entry : answer.records()) {
                        Invariants.check(entry.epoch() <= maxEpoch, "no newer epoch", entry.epoch(), maxEpoch);
                        log = log.append(entry);
                    }
                    next.set(id, node.with(log));
                    take(id, follower.replicated(log.position(), answer.highWatermark(), 0));
                }
                case Effect.Truncate(long offset) -> {
                    ModelLog log = node.log().truncate(offset);
                    Invariants.check(
                            offset >= follower.highWatermark(),
                            "clean elections lose nothing that is committed",
                            offset,
                            follower.highWatermark());
                    next.set(id, node.with(log));
                    take(id, follower.truncated(log.position()));
                }
                case Effect.AskLeaderBounds() -> {
                    ModelNode leader = next.get(fetch.leader());
                    if (leader.up()) {
                        Transition bounds = follower.leaderBounds(
                                fetch.position(),
                                0,
                                leader.log().end(),
                                node.log().position());
                        bounds.effects().forEach(found -> carryOut(id, found, answer, fetch));
                    }
                }
                case Effect.StartOver over -> throw new AssertionError("no log starts above 0: " + over);
                case Effect.MoveStart _,
                        Effect.BackOff _,
                        Effect.HighWatermark _,
                        Effect.AssignEpochStart _,
                        Effect.Propose _,
                        Effect.AbandonWaiters _,
                        Effect.InterruptReaders _ -> {
                    // Taken already, or nothing to do here.
                }
            }
        }

        private IsrAnswer decide(int sender, IsrProposal proposal) {
            ModelController controller = published.getLast();
            ErrorCode refusal = controller.refusal(sender, proposal);
            if (refusal != ErrorCode.NONE) {
                return new IsrAnswer.Refused(refusal);
            }
            ModelController altered = controller.alter(proposal);
            publish(altered);
            return new IsrAnswer.Committed(
                    altered.state().leaderEpoch(),
                    altered.state().partitionEpoch(),
                    altered.state().isr());
        }

        private void answerAlter(ModelNode node, Alter sent, IsrAnswer answer, Optional<Alter> late) {
            next.set(node.id(), node.withAlter(Optional.empty(), late));
            if (node.role() instanceof Leader leader) {
                take(node.id(), leader.answered(sent.proposal(), answer, moment(node)));
            }
        }

        /** Carries out what every event may bring. */
        private void take(int id, Transition transition) {
            ModelNode node = next.get(id);
            checkHighWatermark(node, transition.role());
            ModelNode changed = node.with(canonical(transition.role()));
            for (Effect effect : transition.effects()) {
                changed = switch (effect) {
                    case Effect.AssignEpochStart(int epoch, long offset) ->
                        changed.with(changed.log().assign(epoch, offset));
                    case Effect.Propose(IsrProposal proposal) ->
                        changed.withAlter(Optional.of(new Alter(proposal, Optional.empty())), changed.lateAlter());
                    case Effect.AbandonWaiters() -> changed.withWaiters(List.of());
                    default -> changed;
                };
            }
            next.set(id, changed);
        }

        /**
         * Nobody is caught up by time here, which is the worst case, so that the times make no difference: they are left out of
         * what makes two worlds the same.
         */
        private static Role canonical(Role role) {
            if (!(role instanceof Leader leader)) {
                return role;
            }
            List<FollowerProgress> followers = leader.followers().stream()
                    .map(follower -> new FollowerProgress(
                            follower.replica(),
                            0,
                            follower.endOffset(),
                            0,
                            FollowerProgress.UNKNOWN,
                            0,
                            false,
                            follower.brokerEpoch()))
                    .toList();
            return new Leader(
                    leader.settings(),
                    leader.state(),
                    leader.epochStartOffset(),
                    leader.isr(),
                    followers,
                    leader.log(),
                    leader.highWatermark());
        }

        private static void checkHighWatermark(ModelNode node, Role after) {
            Invariants.check(
                    after.highWatermark() >= node.role().highWatermark(),
                    "the high watermark never goes back",
                    after.highWatermark(),
                    node.role().highWatermark());
        }
    }

    // ---- what must hold

    void check() {
        for (ModelNode one : nodes) {
            checkNode(one);
            for (ModelNode other : nodes) {
                if (other.id() > one.id()) {
                    checkCommitted(one, other);
                }
            }
        }
        for (int member : state().isr()) {
            checkHolds(nodes.get(member));
        }
    }

    private static void checkNode(ModelNode node) {
        Invariants.check(
                node.role().highWatermark() <= node.log().end(),
                "what is committed is in the log",
                node.role().highWatermark(),
                node.log().end());
        if (node.role() instanceof Leader leader) {
            Invariants.check(
                    leader.state().replicas().containsAll(leader.isr().maximal()),
                    "in-sync replicas are replicas",
                    leader.isr());
        }
    }

    private static void checkCommitted(ModelNode one, ModelNode other) {
        long both = Math.min(one.role().highWatermark(), other.role().highWatermark());
        for (int offset = 0; offset < both; offset++) {
            Invariants.check(
                    one.log().entries().get(offset).equals(other.log().entries().get(offset)),
                    "logs are the same below the high watermarks",
                    offset);
        }
    }

    private void checkHolds(ModelNode inSync) {
        long held = 0;
        for (ModelLog.Entry entry :
                inSync.log().entries().subList(0, inSync.log().durable())) {
            held |= 1L << entry.value();
        }
        Invariants.check(
                (acked & ~held) == 0,
                "what was acknowledged is on the disk of in-sync replica " + inSync.id(),
                acked,
                held);
    }

    /** All replicas have the same log and are in sync, and all of it is committed where the partition is led. */
    boolean hasHealed() {
        int leader = state().leader();
        return leader >= 0
                && state().isr().size() == nodes.size()
                && nodes.get(leader).role().highWatermark()
                        == nodes.get(leader).log().end()
                && nodes.stream()
                        .allMatch(node -> node.log()
                                .entries()
                                .equals(nodes.get(leader).log().entries()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof World world
                && hash == world.hash
                && spent.equals(world.spent)
                && acked == world.acked
                && nodes.equals(world.nodes)
                && versions.equals(world.versions);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        nodes.forEach(node -> text.append(node).append('\n'));
        return text.append(versions)
                .append(" acked ")
                .append(Long.toBinaryString(acked))
                .toString();
    }
}
