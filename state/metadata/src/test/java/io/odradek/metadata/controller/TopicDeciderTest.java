package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.ImageInvariants;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.CreatePartitionsRequest;
import io.odradek.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import io.odradek.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.odradek.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.odradek.protocol.message.DeleteTopicsResponse;
import io.odradek.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and messages are those that Apache Kafka 4.4.0 answered to the same requests. */
class TopicDeciderTest {
    private static final short LATEST_DELETE = 6;

    private final Fixture cluster = Fixture.single();

    private CreatableTopicResult create(CreateTopicsRequest request) {
        CreateTopicsResponse response = cluster.apply(cluster.topics().createTopics(cluster.image(), request));
        ImageInvariants.check(cluster.image(), "after " + request);
        return response.topics().getFirst();
    }

    private static void assertError(short code, String message, ErrorCode expected, String expectedMessage) {
        assertThat(ErrorCode.forCode(code)).as(message).isEqualTo(expected);
        assertThat(message).isEqualTo(expectedMessage);
    }

    @Test
    void aCreatedTopicIsThereWithItsPartitions() {
        CreatableTopicResult result = create(Fixture.create("azheng", 3, 1));
        assertThat(result.errorCode()).isZero();
        assertThat(result.errorMessage()).isNull();
        assertThat(result.numPartitions()).isEqualTo(3);
        assertThat(result.replicationFactor()).isEqualTo((short) 1);
        TopicImage topic = cluster.image().topics().byName("azheng").orElseThrow();
        assertThat(topic.id()).isEqualTo(result.topicId());
        assertThat(topic.partitions()).hasSize(3).allSatisfy(partition -> {
            assertThat(partition.leader()).isEqualTo(1);
            assertThat(partition.leaderEpoch()).isZero();
            assertThat(partition.directories()).containsExactly(new Uuid(7, 1));
        });
    }

    @Test
    void defaultsComeFromTheBroker() {
        Fixture other = new Fixture(2, Map.of("num.partitions", "4"));
        other.start(1, "");
        CreateTopicsResponse response =
                other.apply(other.topics().createTopics(other.image(), Fixture.create("n13", -1, -1)));
        assertThat(response.topics().getFirst().numPartitions()).isEqualTo(4);
    }

    @Test
    void configsAreSetAndDescribed() {
        CreateTopicsRequest request = Fixture.create("t", 1, 1);
        request.topics()
                .getFirst()
                .configs()
                .add(new CreatableTopicConfig().setName("retention.ms").setValue("1000"));
        CreatableTopicResult result = create(request);
        assertThat(cluster.image().configs().of(ConfigResource.topic("t")))
                .containsExactly(Map.entry("retention.ms", "1000"));
        assertThat(result.configs()).anySatisfy(config -> {
            assertThat(config.name()).isEqualTo("retention.ms");
            assertThat(config.value()).isEqualTo("1000");
            assertThat(config.configSource()).isEqualTo((byte) 1);
        });
    }

    @Test
    void validateOnlyChangesNothing() {
        CreateTopicsRequest request = Fixture.create("t", 3, 1).setValidateOnly(true);
        Decision<MetadataRecord, CreateTopicsResponse> decision =
                cluster.topics().createTopics(cluster.image(), request);
        assertThat(decision.changesNothing()).isTrue();
        assertThat(decision.reply().topics().getFirst().numPartitions()).isEqualTo(3);
        assertThat(decision.reply().topics().getFirst().errorCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                 | 1      | 1 | INVALID_TOPIC_EXCEPTION    | Topic name is invalid: the empty string is not allowed
                    .                  | 1      | 1 | INVALID_TOPIC_EXCEPTION    | Topic name is invalid: '.' is not allowed
                    'a b'              | 1      | 1 | INVALID_TOPIC_EXCEPTION    | Topic name is invalid: 'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'
                    n1                 | 0      | 1 | INVALID_PARTITIONS         | Number of partitions was set to an invalid non-positive value.
                    n2                 | -2     | 1 | INVALID_PARTITIONS         | Number of partitions was set to an invalid non-positive value.
                    n3                 | 1      | 2 | INVALID_REPLICATION_FACTOR | Unable to replicate the partition 2 time(s): The target replication factor of 2 cannot be reached because only 1 broker(s) are registered or some brokers have all their log directories cordoned.
                    n4                 | 1      | 0 | INVALID_REPLICATION_FACTOR | Replication factor must be larger than 0, or -1 to use the default value.
                    n12                | 200000 | 1 | POLICY_VIOLATION           | Excessively large number of partitions per request.
                    __cluster_metadata | 1      | 1 | INVALID_REQUEST            | Creation of internal topic __cluster_metadata is prohibited.
                    """)
    void refusesAsKafkaDoes(String name, int partitions, int replicationFactor, ErrorCode code, String message) {
        CreatableTopicResult result = create(Fixture.create(name, partitions, replicationFactor));
        assertError(result.errorCode(), result.errorMessage(), code, message);
        assertThat(cluster.image().topics().count()).isZero();
    }

    @Test
    void namesAreAtMost249Characters() {
        assertThat(create(Fixture.create("x".repeat(249), 1, 1)).errorCode()).isZero();
        assertThat(create(Fixture.create("x".repeat(250), 1, 1)).errorMessage())
                .endsWith("is longer than the max allowed length 249");
    }

    @Test
    void namesThatMetricsCannotTellApartCollide() {
        create(Fixture.create("a.b", 1, 1));
        CreatableTopicResult result = create(Fixture.create("a_b", 1, 1));
        assertError(
                result.errorCode(),
                result.errorMessage(),
                ErrorCode.INVALID_TOPIC_EXCEPTION,
                "Topic 'a_b' collides with existing topic: a.b");
    }

    @Test
    void aTopicThatExistsAndATwiceNamedOneAreRefusedWhileOthersGoOn() {
        create(Fixture.create("t", 1, 1));
        CreateTopicsRequest request = Fixture.create("t", 1, 1);
        request.topics().add(Fixture.create("twice", 1, 1).topics().getFirst());
        request.topics().add(Fixture.create("twice", 1, 1).topics().getFirst());
        request.topics().add(Fixture.create("fine", 1, 1).topics().getFirst());
        CreateTopicsResponse response = cluster.apply(cluster.topics().createTopics(cluster.image(), request));
        assertThat(response.topics()).extracting(CreatableTopicResult::name).containsExactly("t", "twice", "fine");
        assertThat(response.topics())
                .extracting(topic -> ErrorCode.forCode(topic.errorCode()))
                .containsExactly(ErrorCode.TOPIC_ALREADY_EXISTS, ErrorCode.INVALID_REQUEST, ErrorCode.NONE);
        assertThat(response.topics().getFirst().errorMessage()).isEqualTo("Topic 't' already exists.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    zz           | 1 | Unknown topic config name: zz
                    retention.ms | x | Invalid value x for configuration retention.ms: Not a number of type LONG
                    """)
    void badConfigsAreRefused(String key, String value, String message) {
        CreateTopicsRequest request = Fixture.create("n5", 1, 1);
        request.topics()
                .getFirst()
                .configs()
                .add(new CreatableTopicConfig().setName(key).setValue(value));
        CreatableTopicResult result = create(request);
        assertError(result.errorCode(), result.errorMessage(), ErrorCode.INVALID_CONFIG, message);
    }

    @Test
    void manualAssignmentsAreTakenInAnyOrderOfPartitions() {
        CreateTopicsRequest request = new CreateTopicsRequest();
        CreatableTopic topic =
                new CreatableTopic().setName("m").setNumPartitions(-1).setReplicationFactor((short) -1);
        topic.assignments().add(assignment(1, 1));
        topic.assignments().add(assignment(0, 1));
        request.topics().add(topic);
        assertThat(create(request).numPartitions()).isEqualTo(2);
    }

    @Test
    void badManualAssignmentsAreRefused() {
        assertManual("The manual partition assignment includes the broker 1 more than once.", assignment(0, 1, 1));
        assertManual("partitions should be a consecutive 0-based integer sequence", assignment(1, 1));
        assertManual(
                "The manual partition assignment includes broker 7, but no such broker is registered.",
                assignment(0, 7));
        assertManual("The manual partition assignment includes an empty replica list.", assignment(0));
    }

    private void assertManual(String message, CreatableReplicaAssignment... assignments) {
        CreateTopicsRequest request = new CreateTopicsRequest();
        request.topics()
                .add(new CreatableTopic()
                        .setName("n7")
                        .setNumPartitions(-1)
                        .setReplicationFactor((short) -1)
                        .setAssignments(List.of(assignments)));
        CreatableTopicResult result = create(request);
        assertError(result.errorCode(), result.errorMessage(), ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }

    private static CreatableReplicaAssignment assignment(int partition, Integer... brokers) {
        return new CreatableReplicaAssignment().setPartitionIndex(partition).setBrokerIds(List.of(brokers));
    }

    @Test
    void topicsAreDeletedByNameAndByIdWithTheirConfigs() {
        CreateTopicsRequest request = Fixture.create("a", 1, 1);
        request.topics()
                .getFirst()
                .configs()
                .add(new CreatableTopicConfig().setName("retention.ms").setValue("1"));
        create(request);
        Uuid idOfB = create(Fixture.create("b", 1, 1)).topicId();
        DeleteTopicsRequest delete = new DeleteTopicsRequest()
                .setTopics(List.of(new DeleteTopicState().setName("a"), new DeleteTopicState().setTopicId(idOfB)));
        DeleteTopicsResponse response =
                cluster.apply(cluster.topics().deleteTopics(cluster.image(), delete, LATEST_DELETE));
        assertThat(response.responses()).extracting(DeletableTopicResult::name).containsExactly("a", "b");
        assertThat(cluster.image().topics().count()).isZero();
        assertThat(cluster.image().configs().of(ConfigResource.topic("a"))).isEmpty();
        assertThat(create(Fixture.create("a", 1, 1)).errorCode()).isZero();
    }

    @Test
    void unknownTopicsCannotBeDeleted() {
        DeleteTopicsRequest delete = new DeleteTopicsRequest()
                .setTopics(List.of(
                        new DeleteTopicState().setName("nope"),
                        new DeleteTopicState().setTopicId(new Uuid(1, 2)),
                        new DeleteTopicState()));
        List<DeletableTopicResult> results = cluster.topics()
                .deleteTopics(cluster.image(), delete, LATEST_DELETE)
                .reply()
                .responses();
        assertThat(results)
                .extracting(result -> ErrorCode.forCode(result.errorCode()))
                .containsExactly(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_ID, ErrorCode.INVALID_REQUEST);
        assertThat(results.getFirst().errorMessage()).isEqualTo("This server does not host this topic-partition.");
    }

    @Test
    void anOldDeleteHasOnlyNames() {
        create(Fixture.create("old", 1, 1));
        cluster.apply(cluster.topics()
                .deleteTopics(cluster.image(), new DeleteTopicsRequest().setTopicNames(List.of("old")), (short) 5));
        assertThat(cluster.image().topics().byName("old")).isEmpty();
    }

    @Test
    void deletionCanBeTurnedOff() {
        Fixture other = new Fixture(3, Map.of("delete.topic.enable", "false"));
        other.start(1, "");
        other.apply(other.topics().createTopics(other.image(), Fixture.create("t", 1, 1)));
        DeleteTopicsRequest delete = new DeleteTopicsRequest().setTopics(List.of(new DeleteTopicState().setName("t")));
        Decision<MetadataRecord, DeleteTopicsResponse> decision =
                other.topics().deleteTopics(other.image(), delete, LATEST_DELETE);
        assertThat(decision.changesNothing()).isTrue();
        assertThat(ErrorCode.forCode(decision.reply().responses().getFirst().errorCode()))
                .isEqualTo(ErrorCode.TOPIC_DELETION_DISABLED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    t    | 1      | INVALID_PARTITIONS         | Topic already has 1 partition(s).
                    t    | 0      | INVALID_PARTITIONS         | The topic t currently has 1 partition(s); 0 would not be an increase.
                    nope | 3      | UNKNOWN_TOPIC_OR_PARTITION | This server does not host this topic-partition.
                    t    | 500000 | POLICY_VIOLATION           | Excessively large number of additional partitions per request.
                    """)
    void partitionsCanOnlyGrow(String topic, int count, ErrorCode code, String message) {
        create(Fixture.create("t", 1, 1));
        CreatePartitionsTopicResult result = grow(topic, count, null);
        assertError(result.errorCode(), result.errorMessage(), code, message);
    }

    @Test
    void addedPartitionsKeepTheOldOnes() {
        create(Fixture.create("t", 1, 1));
        PartitionImage first = cluster.image().topics().partition("t", 0).orElseThrow();
        assertThat(grow("t", 3, null).errorCode()).isZero();
        TopicImage topic = cluster.image().topics().byName("t").orElseThrow();
        assertThat(topic.partitions()).hasSize(3);
        assertThat(topic.partitions().getFirst()).isEqualTo(first);
        assertThat(grow("t", 4, List.of(new CreatePartitionsAssignment().setBrokerIds(List.of(1))))
                        .errorCode())
                .isZero();
    }

    @Test
    void badAssignmentsOfAddedPartitionsAreRefused() {
        create(Fixture.create("t", 1, 1));
        assertThat(grow("t", 3, List.of(new CreatePartitionsAssignment().setBrokerIds(List.of(1))))
                        .errorMessage())
                .isEqualTo("Attempted to add 2 additional partition(s), but only 1 assignment(s) were specified.");
        assertThat(grow("t", 2, List.of(new CreatePartitionsAssignment().setBrokerIds(List.of(9))))
                        .errorMessage())
                .isEqualTo("The manual partition assignment includes broker 9, but no such broker is registered.");
        assertThat(grow("t", 2, List.of(new CreatePartitionsAssignment())).errorMessage())
                .isEqualTo("The manual partition assignment includes an empty replica list.");
    }

    private CreatePartitionsTopicResult grow(String topic, int count, List<CreatePartitionsAssignment> assignments) {
        CreatePartitionsRequest request = new CreatePartitionsRequest();
        request.topics()
                .add(new CreatePartitionsTopic().setName(topic).setCount(count).setAssignments(assignments));
        return cluster.apply(cluster.topics().createPartitions(cluster.image(), request))
                .results()
                .getFirst();
    }
}
