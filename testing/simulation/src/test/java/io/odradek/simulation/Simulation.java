package io.odradek.simulation;

import io.odradek.simulation.History.Place;
import io.odradek.storage.disk.DiskFaults.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One story from one seed: nodes, clients and faults for some virtual seconds, then peace, in which everything must come
 * to its end, and then the final checks. One thread.
 */
final class Simulation implements World {
    private static final int PARTITIONS = 3;
    private static final String TOPIC = "story";
    private static final int CLUSTER = 3;
    private static final long PEACE_MILLIS = 120_000;

    /**
     * How a story went.
     *
     * @param hash the same whenever the story is
     */
    record Result(
            long seed,
            int nodes,
            long hash,
            long events,
            long virtualMillis,
            long acknowledged,
            long read,
            int faults) {}

    private final long seed;
    private final Trace trace = new Trace();
    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final SimulatedNetwork network;
    private final History history = new History();
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final TopicAdmin admin;
    /**
     * Whether disks fill up, which is told apart from groups: a group hands out assignments that could not be written, and
     * their generations again after a restart. See docs/simulation.md, open findings.
     */
    private final boolean diskFills;

    private boolean rest;
    private boolean peace;
    private int faults;

    /** A story of one node, or of a cluster of three: odd seeds tell the one, even seeds the other. */
    static Simulation of(long seed) {
        return new Simulation(seed, seed % 2 == 0 ? CLUSTER : 1);
    }

    /** @param nodes of the cluster, at least 1; each is broker and controller */
    Simulation(long seed, int nodes) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.diskFills = random.nextInt(3) == 0;
        this.scheduler = new Scheduler(random.split(), trace);
        this.network = new SimulatedNetwork(scheduler);
        for (int id = 1; id <= nodes; id++) {
            hosts.add(new SimulatedHost(id, nodes, network, random.nextLong()));
        }
        this.admin = new TopicAdmin(this, "admin");
        for (int partition = 0; partition < PARTITIONS; partition++) {
            places.add(new Place(TOPIC, partition));
        }
    }

    @Override
    public SimulatedNetwork network() {
        return network;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public List<String> nodes() {
        return hosts.stream().map(SimulatedHost::name).toList();
    }

    @Override
    public int lives(String node) {
        return hosts.stream()
                .filter(host -> host.name().equals(node))
                .mapToInt(SimulatedHost::lives)
                .sum();
    }

    @Override
    public boolean comesToRest() {
        return rest;
    }

    /** The last things that happened. */
    String trace() {
        return trace.tail();
    }

    /** @throws History.Violation if a promise was broken */
    Result run() {
        hosts.forEach(SimulatedHost::start);
        clients.add(admin);
        boolean[] made = {false};
        admin.create(TOPIC, PARTITIONS, () -> made[0] = true);
        within("the first topic is made", PEACE_MILLIS, () -> made[0]);
        startClients();
        scheduler.afterMillis(random.nextInt(1_000), network.world(), this::fault);
        long storyMillis = 3_000 + random.nextInt(9_000);
        scheduler.runUntil(() -> false, storyMillis);
        makePeace();
        rest = true;
        within(
                "all that was under way comes to its end",
                PEACE_MILLIS,
                () -> hosts.stream().allMatch(SimulatedHost::isServing)
                        && clients.stream().allMatch(SimulatedClient::isAtRest));
        settled();
        lastRestart();
        settled();
        checkAll();
        return new Result(
                seed,
                hosts.size(),
                trace.hash(),
                scheduler.ran(),
                TimeUnit.NANOSECONDS.toMillis(scheduler.nowNanos()),
                history.acknowledgedRecords(),
                history.readRecords(),
                faults);
    }

    private void startClients() {
        clients.add(new IdempotentProducer(this, "producer-a", places));
        clients.add(new IdempotentProducer(this, "producer-b", places.subList(0, 1)));
        for (Place place : places) {
            clients.add(new PartitionReader(this, "reader-" + place.partition(), place, false));
        }
        if (!diskFills) {
            clients.add(new GroupMember(this, "member-a", "group", places));
            clients.add(new GroupMember(this, "member-b", "group", places));
        }
        clients.forEach(SimulatedClient::start);
    }

    /** One misfortune after the other, until there is peace. */
    private void fault() {
        if (peace) {
            return;
        }
        faults++;
        SimulatedHost host = hosts.get(random.nextInt(hosts.size()));
        switch (random.nextInt(isCluster() ? 15 : 11)) {
            case 0, 1 -> host.losePower(random.nextInt(1_500));
            case 2 -> host.kill(random.nextInt(1_500));
            case 3 -> host.stop(random.nextInt(1_000));
            case 4 -> host.pause(100 + random.nextInt(4_000));
            case 5 -> {
                long jump = random.nextInt(-60_000, 60_000);
                scheduler.say("the clock of %s jumps by %d ms", host.name(), jump);
                host.clock().jump(jump);
            }
            case 6 -> {
                if (!diskFills) {
                    scheduler.say("the network is slow");
                    network.delayUpTo(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(60)));
                    break;
                }
                host.fillDisk(random.nextInt(3_000));
                scheduler.afterMillis(200 + random.nextInt(2_000), network.world(), host::emptyDisk);
            }
            case 7 -> {
                host.syncsTakeUpTo(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(800)));
                scheduler.say("syncs of %s are slow", host.name());
            }
            case 8 -> {
                scheduler.say("connections break");
                network.breakSome(1 + random.nextInt(3));
            }
            case 9 -> cutOff(clients.get(random.nextInt(clients.size())).name(), host.name());
            case 10 -> {
                host.failDisk(random.nextBoolean() ? Operation.SYNC : Operation.WRITE, Path.of("/data"));
                scheduler.afterMillis(random.nextInt(500), network.world(), host::mendDisk);
            }
            case 11 -> hosts.forEach(each -> each.losePower(random.nextInt(1_500)));
            case 12 ->
                hosts.stream().filter(other -> other != host).forEach(other -> cutOff(other.name(), host.name()));
            default -> {
                SimulatedHost other = hosts.get(random.nextInt(hosts.size()));
                if (other != host) {
                    cutOff(other.name(), host.name());
                }
            }
        }
        scheduler.afterMillis(20 + random.nextInt(2_000), network.world(), this::fault);
    }

    private boolean isCluster() {
        return hosts.size() > 1;
    }

    /** One does not reach the other, is not reached by it, or both. */
    private void cutOff(String one, String other) {
        int ways = 1 + random.nextInt(3);
        scheduler.say("%s and %s are cut off, ways %d", one, other, ways);
        if ((ways & 1) != 0) {
            network.cut(one, other);
        }
        if ((ways & 2) != 0) {
            network.cut(other, one);
        }
        scheduler.afterMillis(100 + random.nextInt(3_000), network.world(), network::heal);
    }

    private void makePeace() {
        scheduler.say("there is peace");
        peace = true;
        network.heal();
        network.delayUpTo(300_000);
        for (SimulatedHost host : hosts) {
            host.emptyDisk();
            host.mendDisk();
            host.syncsTakeUpTo(200_000);
        }
    }

    /** What was promised must be on disk by now. */
    private void lastRestart() {
        hosts.forEach(host -> host.losePower(10));
        within("the nodes serve again", PEACE_MILLIS, () -> hosts.stream().allMatch(SimulatedHost::isServing));
    }

    /** In peace every partition comes to have a leader, and all its replicas in sync. */
    private void settled() {
        boolean[] settled = {false};
        admin.awaitSettled(() -> settled[0] = true);
        within("every partition has a leader and all its replicas in sync", PEACE_MILLIS, () -> settled[0]);
    }

    private void checkAll() {
        List<PartitionReader> readers = new ArrayList<>();
        for (Place place : places) {
            readers.add(new PartitionReader(this, "last-reader-" + place.partition(), place, true));
        }
        readers.forEach(SimulatedClient::start);
        boolean[] topics = {false};
        admin.checkFinal(() -> topics[0] = true);
        within(
                "everything is read once more",
                PEACE_MILLIS,
                () -> topics[0] && readers.stream().allMatch(PartitionReader::hasEnded));
        for (int i = 0; i < places.size(); i++) {
            history.checkFinal(places.get(i), readers.get(i).found());
        }
    }

    private void within(String what, long millis, java.util.function.BooleanSupplier condition) {
        if (!scheduler.runUntil(condition, millis)) {
            StringBuilder why = new StringBuilder();
            clients.stream()
                    .filter(client -> !client.isAtRest())
                    .forEach(client -> why.append("; ").append(client.name()).append(" is not at rest"));
            if (!admin.lastUnsettled().isEmpty()) {
                why.append("; ").append(admin.lastUnsettled());
            }
            hosts.forEach(host -> host.lastFailure()
                    .ifPresent(failure -> why.append("; ")
                            .append(host.name())
                            .append(" does not start: ")
                            .append(failure)));
            throw new History.Violation("no progress: not within " + millis + " ms: " + what + why);
        }
    }
}
