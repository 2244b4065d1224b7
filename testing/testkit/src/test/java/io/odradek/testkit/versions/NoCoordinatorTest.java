package io.odradek.testkit.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DeleteGroupsRequest;
import io.odradek.protocol.message.DeleteGroupsResponse;
import io.odradek.protocol.message.DescribeGroupsRequest;
import io.odradek.protocol.message.DescribeGroupsResponse;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.HeartbeatResponse;
import io.odradek.protocol.message.JoinGroupResponse;
import io.odradek.protocol.message.LeaveGroupRequest;
import io.odradek.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.odradek.protocol.message.LeaveGroupResponse;
import io.odradek.protocol.message.OffsetDeleteRequest;
import io.odradek.protocol.message.OffsetDeleteResponse;
import io.odradek.protocol.message.SyncGroupRequest;
import io.odradek.protocol.message.SyncGroupResponse;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.WireClient;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Before anyone has looked for a group's coordinator there is none, which every version must be able to say. */
@OdradekTest
class NoCoordinatorTest {
    private static final Map<ApiKey, Ask> ASKS = Map.of(
            ApiKey.JOIN_GROUP,
            (client, version) -> client.ask(GroupMember.request(version, "g"), version, JoinGroupResponse.class)
                    .errorCode(),
            ApiKey.SYNC_GROUP,
            (client, version) -> client.ask(
                            new SyncGroupRequest().setGroupId("g").setMemberId("m"), version, SyncGroupResponse.class)
                    .errorCode(),
            ApiKey.HEARTBEAT,
            (client, version) -> client.ask(
                            new HeartbeatRequest().setGroupId("g").setMemberId("m"), version, HeartbeatResponse.class)
                    .errorCode(),
            ApiKey.LEAVE_GROUP,
            (client, version) -> client.ask(leave(version), version, LeaveGroupResponse.class)
                    .errorCode(),
            ApiKey.DESCRIBE_GROUPS,
            (client, version) -> client.ask(
                            new DescribeGroupsRequest().setGroups(List.of("g")), version, DescribeGroupsResponse.class)
                    .groups()
                    .getFirst()
                    .errorCode(),
            ApiKey.DELETE_GROUPS,
            (client, version) -> client.ask(
                            new DeleteGroupsRequest().setGroupsNames(List.of("g")), version, DeleteGroupsResponse.class)
                    .results()
                    .getFirst()
                    .errorCode(),
            ApiKey.OFFSET_DELETE,
            (client, version) -> client.ask(
                            new OffsetDeleteRequest().setGroupId("g"), version, OffsetDeleteResponse.class)
                    .errorCode());

    /** Sends one request and returns the error code. */
    @FunctionalInterface
    private interface Ask {
        short errorCode(WireClient client, int version);
    }

    @TestFactory
    Stream<DynamicTest> everyVersionSaysThatThereIsNoCoordinator(OdradekBroker broker) {
        return ASKS.entrySet().stream()
                .flatMap(api -> versions(api.getKey())
                        .mapToObj(version -> DynamicTest.dynamicTest(api.getKey() + " v" + version, () -> {
                            try (WireClient client = new WireClient(broker)) {
                                short code = api.getValue().errorCode(client, version);
                                assertThat(ErrorCode.forCode(code))
                                        .isIn(ErrorCode.NOT_COORDINATOR, ErrorCode.COORDINATOR_NOT_AVAILABLE);
                            }
                        })));
    }

    private static IntStream versions(ApiKey key) {
        return IntStream.rangeClosed(key.lowestVersion(), key.highestStableVersion());
    }

    private static LeaveGroupRequest leave(int version) {
        LeaveGroupRequest request = new LeaveGroupRequest().setGroupId("g");
        return version >= 3
                ? request.setMembers(List.of(new MemberIdentity().setMemberId("m")))
                : request.setMemberId("m");
    }
}
