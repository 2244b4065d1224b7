package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.DirectoryIds;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AssignReplicasToDirsRequest;
import io.odradek.protocol.message.AssignReplicasToDirsResponse;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryDeciderTest {
    private static final Uuid FIRST = new Uuid(7, 4);
    private static final Uuid SECOND = new Uuid(8, 4);

    private final Fixture cluster = Fixture.of(2);

    static Decision<MetadataRecord, AssignReplicasToDirsResponse> assign(
            Fixture cluster, int broker, Uuid directory, String topic) {
        Uuid id = cluster.image().topics().byName(topic).map(TopicImage::id).orElse(new Uuid(1, 1));
        return new DirectoryDecider(cluster.context())
                .assign(cluster.image(), request(cluster, broker, directory, id, 0));
    }

    private static AssignReplicasToDirsRequest request(
            Fixture cluster, int broker, Uuid directory, Uuid topicId, int... partitions) {
        AssignReplicasToDirsRequest.TopicData topic = new AssignReplicasToDirsRequest.TopicData().setTopicId(topicId);
        for (int partition : partitions) {
            topic.partitions().add(new AssignReplicasToDirsRequest.PartitionData().setPartitionIndex(partition));
        }
        AssignReplicasToDirsRequest request = new AssignReplicasToDirsRequest()
                .setBrokerId(broker)
                .setBrokerEpoch(cluster.broker(broker).epoch());
        request.directories()
                .add(new AssignReplicasToDirsRequest.DirectoryData()
                        .setId(directory)
                        .setTopics(List.of(topic)));
        return request;
    }

    private static ErrorCode error(AssignReplicasToDirsResponse response) {
        return ErrorCode.forCode(response.directories()
                .getFirst()
                .topics()
                .getFirst()
                .partitions()
                .getFirst()
                .errorCode());
    }

    @BeforeEach
    void twoDirectories() {
        BrokerRegistrationRequest request = cluster.registration(4, "");
        request.setLogDirs(List.of(FIRST, SECOND));
        cluster.register(request);
        cluster.heartbeat(4);
        cluster.topic("t", 4, 1);
    }

    @Test
    void aBrokerWithSeveralDirectoriesSaysWhereAReplicaLies() {
        assertThat(cluster.partition("t", 0).directories()).containsExactly(DirectoryIds.UNASSIGNED, new Uuid(7, 1));
        assertThat(error(cluster.apply(assign(cluster, 4, SECOND, "t")))).isEqualTo(ErrorCode.NONE);
        assertThat(cluster.partition("t", 0).directories()).containsExactly(SECOND, new Uuid(7, 1));
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(4);
        assertThat(cluster.partition("t", 0).leaderEpoch()).isZero();
        assertThat(assign(cluster, 4, SECOND, "t").records()).isEmpty();
    }

    @Test
    void aDirectoryThatDoesNotWorkMovesTheLeader() {
        assertThat(error(cluster.apply(assign(cluster, 4, DirectoryIds.LOST, "t"))))
                .isEqualTo(ErrorCode.NONE);
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(1);
        assertThat(cluster.partition("t", 0).isr()).containsExactly(1);
        assertThat(cluster.partition("t", 0).directory(4)).isEqualTo(DirectoryIds.LOST);
        cluster.apply(cluster.heartbeats().fence(cluster.image(), 1));
        assertThat(cluster.partition("t", 0).hasLeader()).isFalse();
    }

    @Test
    void errorsAreKafkas() {
        AssignReplicasToDirsRequest stale =
                request(cluster, 4, FIRST, new Uuid(1, 1), 0).setBrokerEpoch(0);
        assertThat(new DirectoryDecider(cluster.context())
                        .assign(cluster.image(), stale)
                        .reply()
                        .errorCode())
                .isEqualTo(ErrorCode.STALE_BROKER_EPOCH.code());
        assertThat(error(assign(cluster, 4, FIRST, "unknown").reply())).isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID);
        assertThat(error(assign(cluster, 2, new Uuid(7, 2), "t").reply())).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        Uuid id = cluster.image().topics().byName("t").orElseThrow().id();
        assertThat(error(new DirectoryDecider(cluster.context())
                        .assign(cluster.image(), request(cluster, 4, FIRST, id, 9))
                        .reply()))
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        cluster.feature("metadata.version", 16);
        assertThat(assign(cluster, 4, FIRST, "t").reply().errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
    }
}
