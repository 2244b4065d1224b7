package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeGroupsRequest;
import io.odradek.protocol.message.DescribeGroupsResponse;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.HeartbeatResponse;
import io.odradek.protocol.message.JoinGroupRequest;
import io.odradek.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.odradek.protocol.message.JoinGroupResponse;
import io.odradek.protocol.message.SyncGroupRequest;
import io.odradek.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.odradek.protocol.message.SyncGroupResponse;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Awaiting;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Rebalances, lost members and fenced ones, as a member sees them on the wire. */
@OdradekTest(config = {"group.min.session.timeout.ms=100", "group.max.size=2"})
class ClassicGroupTest {
    private static final int NO_MEMBER_ID_NEEDED = 3;
    private static final int NEWEST_JOIN = 9;
    private static final int LONG = 30_000;

    private WireClient client;
    private WireClient other;
    private String group;

    @BeforeEach
    void connect(OdradekBroker broker, TestInfo test) {
        client = new WireClient(broker);
        other = new WireClient(broker);
        group = test.getTestMethod().orElseThrow().getName();
        Requests.awaitCoordinator(client, group);
    }

    @AfterEach
    void disconnect() {
        client.close();
        other.close();
    }

    @Test
    void aMemberThatSendsNoHeartbeatsIsRemoved() {
        JoinGroupResponse member = stable(client, join("", LONG).setSessionTimeoutMs(150));
        assertThat(heartbeat(client, member)).isEqualTo(ErrorCode.NONE);
        Awaiting.until("the group is empty", () -> state().equals("Empty"));
        assertThat(heartbeat(client, member)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void aNewMemberMakesTheOthersRejoin() {
        JoinGroupResponse first = stable(client, join("", LONG));
        other.send(join("", LONG), NO_MEMBER_ID_NEEDED);
        Awaiting.until(
                "the first is told to rejoin", () -> heartbeat(client, first) == ErrorCode.REBALANCE_IN_PROGRESS);
        assertThat(other.hearsNothingFor(Duration.ofMillis(30))).isTrue();
        JoinGroupResponse again =
                client.ask(join(first.memberId(), LONG), NO_MEMBER_ID_NEEDED, JoinGroupResponse.class);
        JoinGroupResponse second = (JoinGroupResponse) other.receive(ApiKey.JOIN_GROUP, NO_MEMBER_ID_NEEDED);
        assertThat(again.generationId()).isEqualTo(2).isEqualTo(second.generationId());
        assertThat(again.leader()).isEqualTo(second.leader());
        assertThat(again.members().size() + second.members().size())
                .as("only the leader is told of the members")
                .isEqualTo(2);
    }

    @Test
    void aMemberThatDoesNotRejoinInTimeIsLeftBehind() {
        JoinGroupResponse first = stable(client, join("", 200));
        JoinGroupResponse second = other.ask(join("", 200), NO_MEMBER_ID_NEEDED, JoinGroupResponse.class);
        assertThat(second.generationId()).isEqualTo(2);
        assertThat(second.members()).hasSize(1);
        assertThat(heartbeat(client, first)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    }

    @Test
    void aStaticMemberThatComesBackFencesItsPredecessor() {
        JoinGroupRequest request = join("", LONG).setGroupInstanceId("instance");
        JoinGroupResponse before = stable(client, request);
        JoinGroupResponse after = other.ask(request, NEWEST_JOIN, JoinGroupResponse.class);
        assertThat(ErrorCode.forCode(after.errorCode())).isEqualTo(ErrorCode.NONE);
        assertThat(after.memberId()).isNotEqualTo(before.memberId());
        assertThat(after.generationId()).as("without a rebalance").isEqualTo(before.generationId());
        HeartbeatRequest old = new HeartbeatRequest()
                .setGroupId(group)
                .setMemberId(before.memberId())
                .setGroupInstanceId("instance")
                .setGenerationId(before.generationId());
        assertThat(ErrorCode.forCode(client.ask(old, HeartbeatResponse.class).errorCode()))
                .isEqualTo(ErrorCode.FENCED_INSTANCE_ID);
    }

    @Test
    void aMemberIsRefusedForItsTimeoutItsProtocolAndForTheGroupsSize(OdradekBroker broker) {
        assertThat(refusal(join("", LONG).setSessionTimeoutMs(50))).isEqualTo(ErrorCode.INVALID_SESSION_TIMEOUT);
        assertThat(refusal(join("stranger", LONG))).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        stable(client, join("", LONG));
        assertThat(refusal(join("", LONG).setProtocolType("connect"))).isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
        other.send(join("", LONG), NO_MEMBER_ID_NEEDED);
        Awaiting.until(
                "two members",
                () -> describe().groups().getFirst().members().size() == 2 || state().equals("PreparingRebalance"));
        try (WireClient third = new WireClient(broker)) {
            JoinGroupResponse refused = third.ask(join("", LONG), NO_MEMBER_ID_NEEDED, JoinGroupResponse.class);
            assertThat(ErrorCode.forCode(refused.errorCode())).isEqualTo(ErrorCode.GROUP_MAX_SIZE_REACHED);
        }
    }

    @Test
    void aGroupOutlivesARestart() {
        try (OdradekBroker broker = OdradekBroker.start()) {
            JoinGroupResponse member;
            try (WireClient before = new WireClient(broker)) {
                Requests.awaitCoordinator(before, group);
                member = stable(before, join("", LONG));
            }
            broker.restart();
            try (WireClient after = new WireClient(broker)) {
                Requests.awaitCoordinator(after, group);
                assertThat(heartbeat(after, member)).isEqualTo(ErrorCode.NONE);
            }
        }
    }

    private JoinGroupRequest join(String memberId, int rebalanceTimeout) {
        return new JoinGroupRequest()
                .setGroupId(group)
                .setMemberId(memberId)
                .setSessionTimeoutMs(10_000)
                .setRebalanceTimeoutMs(rebalanceTimeout)
                .setProtocolType("consumer")
                .setProtocols(
                        List.of(new JoinGroupRequestProtocol().setName("range").setMetadata(Batches.utf8("topics"))));
    }

    /** Joins as the only member and takes the assignment. */
    private JoinGroupResponse stable(WireClient with, JoinGroupRequest request) {
        int version = request.groupInstanceId() == null ? NO_MEMBER_ID_NEEDED : NEWEST_JOIN;
        JoinGroupResponse joined = with.ask(request, version, JoinGroupResponse.class);
        assertThat(ErrorCode.forCode(joined.errorCode())).isEqualTo(ErrorCode.NONE);
        SyncGroupRequest sync = new SyncGroupRequest()
                .setGroupId(group)
                .setMemberId(joined.memberId())
                .setGenerationId(joined.generationId())
                .setAssignments(List.of(new SyncGroupRequestAssignment()
                        .setMemberId(joined.memberId())
                        .setAssignment(Batches.utf8("all"))));
        assertThat(with.ask(sync, NO_MEMBER_ID_NEEDED, SyncGroupResponse.class).errorCode())
                .isZero();
        return joined;
    }

    private ErrorCode heartbeat(WireClient with, JoinGroupResponse member) {
        HeartbeatRequest request = new HeartbeatRequest()
                .setGroupId(group)
                .setMemberId(member.memberId())
                .setGenerationId(member.generationId());
        return ErrorCode.forCode(with.ask(request, HeartbeatResponse.class).errorCode());
    }

    private ErrorCode refusal(JoinGroupRequest request) {
        return ErrorCode.forCode(client.ask(request, NO_MEMBER_ID_NEEDED, JoinGroupResponse.class)
                .errorCode());
    }

    private String state() {
        return describe().groups().getFirst().groupState();
    }

    private DescribeGroupsResponse describe() {
        return client.ask(new DescribeGroupsRequest().setGroups(List.of(group)), DescribeGroupsResponse.class);
    }
}
