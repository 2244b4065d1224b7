package io.odradek.replication;

import io.odradek.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Drives one replica, broker 1, by lines of text: a word, then {@code name=value} pairs. Time stands still but for the event
 * {@code time}; brokers 1 to 9 live under the epochs 101 to 109 unless {@code broker} says otherwise.
 */
final class Script {
    private static final long LAG_MS = 30_000;

    private Role role = Offline.starting(new ReplicaSettings(1, 1, LAG_MS), 0, new LogPosition(0, 0, 0));
    private ModelLog log = ModelLog.EMPTY;
    private long start;
    private long nowMs;
    private final Map<Integer, OptionalLong> brokers = new HashMap<>();
    private Optional<FetchPosition> asked = Optional.empty();
    private Optional<IsrProposal> proposed = Optional.empty();

    private record Line(String verb, Map<String, String> values) {
        static Line of(String text) {
            String[] words = text.split("\\s+");
            Map<String, String> values = new HashMap<>();
            for (int i = 1; i < words.length; i++) {
                String[] pair = words[i].split("=", 2);
                values.put(pair[0], pair[1]);
            }
            return new Line(words[0], values);
        }

        int number(String name, int otherwise) {
            return Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
        }

        List<Integer> list(String name, String otherwise) {
            String text = values.getOrDefault(name, otherwise);
            return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
        }

        ErrorCode error() {
            return ErrorCode.valueOf(values.getOrDefault("error", ""));
        }
    }

    private LogPosition position() {
        return new LogPosition(start, log.end(), Math.max(start, log.durable()));
    }

    private Moment moment() {
        return new Moment(nowMs, broker -> brokers.getOrDefault(broker, OptionalLong.of(100 + broker)));
    }

    List<String> run(String text) {
        Line line = Line.of(text);
        return switch (line.verb()) {
            case "settings" -> configure(line);
            case "time" -> {
                nowMs = line.number("ms", 0);
                yield List.of();
            }
            case "broker" -> {
                int epoch = line.number("epoch", -1);
                brokers.put(line.number("id", 0), epoch < 0 ? OptionalLong.empty() : OptionalLong.of(epoch));
                yield List.of();
            }
            case "metadata" -> take(role.changed(state(line), position(), log, moment()));
            case "append" -> append(line);
            case "sync" -> {
                log = log.sync();
                yield progressed();
            }
            case "fetched" -> fetched(line);
            case "lag" -> take(leader().checkLag(moment()));
            case "altered" -> altered(line);
            case "refused" -> answered(new IsrAnswer.Refused(line.error()));
            case "lost" -> answered(new IsrAnswer.Lost());
            case "fetch" -> ask();
            case "records" -> records(line);
            case "diverging" ->
                answer(new FetchAnswer.Diverging(
                        new EpochHistory.EpochEnd(line.number("epoch", -1), line.number("end", -1))));
            case "error" -> answer(new FetchAnswer.Failed(line.error()));
            case "bounds" ->
                take(follower()
                        .leaderBounds(asked.orElseThrow(), line.number("start", 0), line.number("end", 0), position()));
            case "ack" -> List.of(role.ack(line.number("end", 0)).toString());
            case "write" ->
                shown(role.refusesWriter(
                        line.values().getOrDefault("acks", "all").equals("all")));
            case "read" ->
                shown(role.refusesReader(
                        line.number("epoch", -1), !line.values().containsKey("near")));
            case "resign" -> take(role.resigned());
            case "fail" -> take(role.failed());
            case "role" -> List.of(shown(role));
            default -> throw new IllegalArgumentException("no such event: " + text);
        };
    }

    private Leader leader() {
        return (Leader) role;
    }

    private Follower follower() {
        return (Follower) role;
    }

    private List<String> configure(Line line) {
        return take(role.configured(new ReplicaSettings(1, line.number("min", 1), LAG_MS), moment()));
    }

    private static PartitionState state(Line line) {
        return new PartitionState(
                line.number("leader", -1),
                line.number("epoch", 0),
                line.number("version", 0),
                line.list("replicas", "1,2,3"),
                line.list("isr", "1,2,3"));
    }

    private List<String> append(Line line) {
        for (int i = 0; i < line.number("count", 1); i++) {
            log = log.append(new ModelLog.Entry(line.number("epoch", role.leaderEpoch()), i));
        }
        return progressed();
    }

    private List<String> progressed() {
        return role instanceof Leader leader ? take(leader.progressed(position(), moment())) : List.of();
    }

    private List<String> fetched(Line line) {
        int replica = line.number("by", 0);
        long brokerEpoch = line.number("brokerEpoch", 100 + replica);
        Optional<Refusal> refusal = leader().refusesReplica(replica, brokerEpoch, moment());
        return refusal.isPresent()
                ? shown(refusal)
                : take(leader().fetched(
                                new FollowerFetch(replica, brokerEpoch, line.number("at", 0), 0, log.end()), moment()));
    }

    private List<String> altered(Line line) {
        return answered(new IsrAnswer.Committed(
                line.number("epoch", role.leaderEpoch()), line.number("version", 0), line.list("isr", "1")));
    }

    private List<String> answered(IsrAnswer answer) {
        return take(leader().answered(proposed.orElseThrow(), answer, moment()));
    }

    private List<String> ask() {
        asked = follower().nextFetch(position(), log);
        return List.of(asked.map(position -> "at " + position.offset() + " epoch " + position.leaderEpoch() + " last "
                        + position.lastFetchedEpoch())
                .orElse("nothing"));
    }

    private List<String> answer(FetchAnswer answer) {
        return take(follower().answered(asked.orElseThrow(), answer, position(), log));
    }

    /** Carries the append out, since what follows depends on it. */
    private List<String> records(Line line) {
        Transition decided = follower().answered(asked.orElseThrow(), new FetchAnswer.Records(), position(), log);
        List<String> shown = new ArrayList<>(take(decided));
        if (!decided.effects().isEmpty()) {
            for (int i = 0; i < line.number("count", 0); i++) {
                log = log.append(new ModelLog.Entry(line.number("epoch", role.leaderEpoch()), i));
            }
            shown.addAll(
                    take(follower().replicated(position(), line.number("committed", -1), line.number("start", -1))));
        }
        return shown;
    }

    /** Cuts are carried out as well. */
    private List<String> take(Transition transition) {
        role = transition.role();
        List<String> shown = new ArrayList<>();
        for (Effect effect : transition.effects()) {
            shown.add(shown(effect));
            switch (effect) {
                case Effect.AssignEpochStart(int epoch, long offset) -> log = log.assign(epoch, offset);
                case Effect.Propose(IsrProposal proposal) -> proposed = Optional.of(proposal);
                case Effect.Truncate(long offset) -> {
                    log = log.truncate(offset);
                    shown.addAll(take(follower().truncated(position())));
                }
                case Effect.MoveStart(long offset) -> start = offset;
                default -> {
                    // Nothing that the script has to do.
                }
            }
        }
        return shown;
    }

    private static List<String> shown(Optional<Refusal> refusal) {
        return List.of(refusal.map(found -> found.error() + ": " + found.message("t-0"))
                .orElse("served"));
    }

    private static String shown(Role role) {
        return role.getClass().getSimpleName() + " epoch " + role.leaderEpoch() + " version " + role.partitionEpoch()
                + " high watermark " + role.highWatermark()
                + (role instanceof Leader leader ? " " + leader.isr() : "");
    }

    private static String shown(Effect effect) {
        return switch (effect) {
            case Effect.HighWatermark(long offset) -> "high watermark " + offset;
            case Effect.AssignEpochStart(int epoch, long offset) -> "epoch " + epoch + " starts at " + offset;
            case Effect.Propose(IsrProposal proposal) ->
                "propose " + members(proposal) + " on version " + proposal.partitionEpoch();
            case Effect.AbandonWaiters() -> "abandon waiters";
            case Effect.InterruptReaders() -> "interrupt readers";
            case Effect.Truncate(long offset) -> "truncate to " + offset;
            case Effect.StartOver(long offset) -> "start over at " + offset;
            case Effect.AppendFetched(int maxEpoch) -> "append up to epoch " + maxEpoch;
            case Effect.MoveStart(long offset) -> "start " + offset;
            case Effect.AskLeaderBounds() -> "ask for the leader's start and end";
            case Effect.BackOff() -> "back off";
        };
    }

    private static String members(IsrProposal proposal) {
        return String.join(
                ",",
                proposal.isr().stream()
                        .map(member -> member.replica() + "@" + member.brokerEpoch())
                        .toList());
    }
}
