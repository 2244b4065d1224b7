package io.odradek.simulation;

import io.odradek.network.PeerRequest;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.FindCoordinatorRequest;
import io.odradek.protocol.message.FindCoordinatorResponse;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.HeartbeatResponse;
import io.odradek.protocol.message.JoinGroupRequest;
import io.odradek.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.odradek.protocol.message.JoinGroupResponse;
import io.odradek.protocol.message.OffsetCommitRequest;
import io.odradek.protocol.message.OffsetCommitResponse;
import io.odradek.protocol.message.OffsetFetchRequest;
import io.odradek.protocol.message.OffsetFetchResponse;
import io.odradek.protocol.message.SyncGroupRequest;
import io.odradek.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.odradek.protocol.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A member of a classic group: joins, assigns if it leads, fetches the committed offsets of what it was given, commits
 * further ones, and joins again when it is told to. One thread.
 */
final class GroupMember extends SimulatedClient {
    private static final long TIMEOUT_MILLIS = 3_000;
    private static final int SESSION_MILLIS = 6_000;
    private static final String PROTOCOL = "simulated";

    private final String group;
    private final List<History.Place> all;
    private String coordinator = "";
    private String memberId = "";
    private int generation = -1;
    private List<History.Place> mine = List.of();
    private boolean underWay;

    GroupMember(World world, String name, String group, List<History.Place> all) {
        super(world, name);
        this.group = group;
        this.all = all;
    }

    @Override
    void start() {
        later(0, 300, this::find);
    }

    @Override
    boolean isAtRest() {
        return !underWay;
    }

    private void find() {
        underWay = false;
        if (world().comesToRest()) {
            return;
        }
        askAny(
                new FindCoordinatorRequest().setKeyType((byte) 0).setCoordinatorKeys(List.of(group)),
                FindCoordinatorResponse.class,
                response -> {
                    var found = response.coordinators();
                    if (!found.isEmpty() && found.getFirst().errorCode() == ErrorCode.NONE.code()) {
                        coordinator = found.getFirst().host();
                        join();
                    } else {
                        later(100, 300, this::find);
                    }
                },
                () -> later(100, 300, this::find));
    }

    private <R extends ResponseMessage> void askCoordinator(
            RequestMessage request, int version, Class<R> type, Consumer<R> then) {
        ask(
                coordinator,
                "group",
                PeerRequest.of(request, version, version, TIMEOUT_MILLIS),
                type,
                then,
                () -> later(50, 200, this::find));
    }

    private void join() {
        if (world().comesToRest()) {
            return;
        }
        JoinGroupRequest request = new JoinGroupRequest()
                .setGroupId(group)
                .setSessionTimeoutMs(SESSION_MILLIS)
                .setRebalanceTimeoutMs(SESSION_MILLIS)
                .setMemberId(memberId)
                .setProtocolType("consumer")
                .setProtocols(
                        List.of(new JoinGroupRequestProtocol().setName(PROTOCOL).setMetadata(ByteBuffer.allocate(0))));
        askCoordinator(request, 5, JoinGroupResponse.class, response -> {
            switch (ErrorCode.forCode(response.errorCode())) {
                case NONE -> joined(response);
                case MEMBER_ID_REQUIRED -> {
                    memberId = response.memberId();
                    join();
                }
                case UNKNOWN_MEMBER_ID -> {
                    memberId = "";
                    later(20, 100, this::join);
                }
                default -> later(50, 200, this::find);
            }
        });
    }

    private void joined(JoinGroupResponse response) {
        memberId = response.memberId();
        generation = response.generationId();
        SyncGroupRequest request = new SyncGroupRequest()
                .setGroupId(group)
                .setGenerationId(generation)
                .setMemberId(memberId)
                .setAssignments(response.leader().equals(memberId) ? assign(response) : List.of());
        askCoordinator(request, 3, SyncGroupResponse.class, synced -> {
            if (synced.errorCode() == ErrorCode.NONE.code()) {
                own(synced.assignment());
            } else {
                rejoin(ErrorCode.forCode(synced.errorCode()));
            }
        });
    }

    private List<SyncGroupRequestAssignment> assign(JoinGroupResponse response) {
        List<SyncGroupRequestAssignment> assignments = new ArrayList<>();
        int members = response.members().size();
        for (int i = 0; i < members; i++) {
            StringBuilder given = new StringBuilder();
            for (int p = i; p < all.size(); p += members) {
                given.append(p).append(' ');
            }
            assignments.add(new SyncGroupRequestAssignment()
                    .setMemberId(response.members().get(i).memberId())
                    .setAssignment(ByteBuffer.wrap(given.toString().getBytes(StandardCharsets.UTF_8))));
        }
        return assignments;
    }

    private void own(ByteBuffer assignment) {
        List<History.Place> given = new ArrayList<>();
        String text =
                StandardCharsets.UTF_8.decode(assignment.duplicate()).toString().trim();
        if (!text.isEmpty()) {
            for (String index : text.split(" ")) {
                History.Place place = all.get(Integer.parseInt(index));
                history().owns(group, generation, place, memberId);
                given.add(place);
            }
        }
        mine = given;
        scheduler().say("%s owns %d partitions in generation %d", name(), mine.size(), generation);
        beat();
    }

    private void beat() {
        if (world().comesToRest()) {
            underWay = false;
            return;
        }
        HeartbeatRequest request = new HeartbeatRequest()
                .setGroupId(group)
                .setGenerationId(generation)
                .setMemberId(memberId);
        askCoordinator(request, 3, HeartbeatResponse.class, response -> {
            ErrorCode error = ErrorCode.forCode(response.errorCode());
            if (error != ErrorCode.NONE) {
                rejoin(error);
            } else if (mine.isEmpty()) {
                later(100, 500, this::beat);
            } else {
                advance(mine.get(scheduler().random().nextInt(mine.size())));
            }
        });
    }

    /** Looks where the group is, and moves it on. */
    private void advance(History.Place place) {
        History.GroupPlace committed = new History.GroupPlace(group, place);
        long acknowledged = history().acknowledgedCommit(committed);
        OffsetFetchRequest request = new OffsetFetchRequest()
                .setGroupId(group)
                .setTopics(List.of(new OffsetFetchRequest.OffsetFetchRequestTopic()
                        .setName(place.topic())
                        .setPartitionIndexes(List.of(place.partition()))));
        askCoordinator(request, 5, OffsetFetchResponse.class, response -> {
            if (response.errorCode() != ErrorCode.NONE.code()) {
                rejoin(ErrorCode.forCode(response.errorCode()));
                return;
            }
            long offset = response.topics().getFirst().partitions().getFirst().committedOffset();
            history().fetchedCommit(committed, offset, acknowledged);
            commit(committed, offset + 1 + scheduler().random().nextInt(3));
        });
    }

    private void commit(History.GroupPlace committed, long offset) {
        underWay = true;
        history().committing(committed, offset);
        OffsetCommitRequest request = new OffsetCommitRequest()
                .setGroupId(group)
                .setGenerationIdOrMemberEpoch(generation)
                .setMemberId(memberId)
                .setTopics(List.of(new OffsetCommitRequest.OffsetCommitRequestTopic()
                        .setName(committed.place().topic())
                        .setPartitions(List.of(new OffsetCommitRequest.OffsetCommitRequestPartition()
                                .setPartitionIndex(committed.place().partition())
                                .setCommittedOffset(offset)))));
        askCoordinator(request, 8, OffsetCommitResponse.class, response -> {
            underWay = false;
            ErrorCode error = ErrorCode.forCode(
                    response.topics().getFirst().partitions().getFirst().errorCode());
            if (error == ErrorCode.NONE) {
                history().committed(committed, offset);
                later(20, 300, this::beat);
            } else {
                rejoin(error);
            }
        });
    }

    private void rejoin(ErrorCode error) {
        underWay = false;
        mine = List.of();
        switch (error) {
            case REBALANCE_IN_PROGRESS, ILLEGAL_GENERATION -> join();
            case UNKNOWN_MEMBER_ID -> {
                memberId = "";
                join();
            }
            default -> later(50, 200, this::find);
        }
    }
}
