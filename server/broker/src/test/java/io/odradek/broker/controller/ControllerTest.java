package io.odradek.broker.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.broker.TestNode;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.UpdateFeaturesRequest;
import io.odradek.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.odradek.protocol.message.UpdateFeaturesResponse;
import io.odradek.protocol.metadata.BeginTransactionRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.RemoveTopicRecord;
import io.odradek.protocol.metadata.TopicRecord;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.storage.ManualTime;
import io.odradek.storage.disk.SimulatedDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ControllerTest {
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final ManualTime time = new ManualTime();
    private final TestNode node = new TestNode(1, disk, time);

    private CompletableFuture<BrokerRegistrationResponse> register() {
        return node.controller
                .request(ControllerRequest.ofBroker(1, TestNode.registration(1)), BrokerRegistrationResponse.class)
                .toCompletableFuture();
    }

    static CreateTopicsRequest topicRequest(String name) {
        CreateTopicsRequest request = new CreateTopicsRequest().setTimeoutMs(5_000);
        request.topics()
                .add(new CreatableTopic().setName(name).setNumPartitions(1).setReplicationFactor((short) 1));
        return request;
    }

    private CompletableFuture<CreateTopicsResponse> create(String name) {
        ControllerRequest request =
                new ControllerRequest(topicRequest(name), (short) 7, Requester.anonymous("10.0.0.9", "client"), 5_000);
        return node.controller.request(request, CreateTopicsResponse.class).toCompletableFuture();
    }

    private static ApiException failure(CompletableFuture<?> future) {
        return (ApiException)
                catchThrowableOfType(CompletionException.class, future::join).getCause();
    }

    @Test
    void aNewClusterHasItsFirstRecordsBeforeAnybodyIsAnswered() {
        node.start();
        assertThat(node.controller.isActive()).isTrue();
        assertThat(node.image().features()).containsKey("metadata.version");
    }

    @Test
    void theFirstRecordsAreWrittenOnce() {
        node.start();
        long end = node.log.endOffset();
        node.node.stop();
        node.log.close();
        node.run();

        TestNode again = new TestNode(1, disk, time).start();

        assertThat(again.controller.isActive()).isTrue();
        assertThat(again.log.endOffset())
                .as("one control record for the new epoch")
                .isEqualTo(end + 1);
    }

    @Test
    void whoIsAnsweredFindsTheChangeInTheImageOfTheBroker() {
        node.start();
        CompletableFuture<BrokerRegistrationResponse> registered = register();
        CompletableFuture<CreateTopicsResponse> created = create("orders");
        node.serial.runAll();
        assertThat(created).as("the record is not on the disk yet").isNotDone();

        created.thenAccept(
                _ -> assertThat(node.image().topics().byName("orders")).isPresent());
        node.run();

        assertThat(registered.join().errorCode()).isZero();
        assertThat(created.join().topics().getFirst().errorCode()).isZero();
        assertThat(created).isCompleted();
    }

    @Test
    void theEpochOfABrokerIsAnOffsetThatNoRecordHadBefore() {
        node.start();
        long before = node.log.endOffset();
        CompletableFuture<BrokerRegistrationResponse> registered = register();
        node.run();
        assertThat(registered.join().brokerEpoch()).isEqualTo(before);
    }

    @Test
    void aTransactionThatAnEarlierLeaderLeftOpenIsNeverSeenAndSwallowsNothing() {
        node.start();
        register();
        node.run();
        var _ = node.log.append(
                node.log.leader().epoch(),
                batch(
                        new BeginTransactionRecord().setName("half"),
                        new TopicRecord().setName("half").setTopicId(new Uuid(3, 3))));
        node.run();
        assertThat(node.image().topics().byName("half")).isEmpty();
        node.node.stop();
        node.log.close();
        node.run();

        TestNode next = new TestNode(1, disk, time).start();
        assertThat(next.controller.isActive()).isTrue();
        var created = next.controller.request(
                new ControllerRequest(
                        topicRequest("after"), (short) 7, Requester.anonymous("10.0.0.9", "client"), 5_000),
                CreateTopicsResponse.class);
        next.run();
        assertThat(created).isCompleted();
        assertThat(next.image().topics().byName("after")).isPresent();
        next.node.stop();
        next.log.close();
        next.run();

        TestNode last = new TestNode(1, disk, time).start();
        assertThat(last.image().topics().byName("after")).isPresent();
        assertThat(last.image().topics().byName("half")).isEmpty();
        assertThat(last.publisher.committedState().open()).isEmpty();
    }

    private static ByteBuffer batch(MetadataRecord... records) {
        RecordBatchBuilder batch = RecordBatchBuilder.create();
        for (MetadataRecord record : records) {
            batch.append(0L, null, new MetadataRecordCodec().encode(record).value());
        }
        return batch.build();
    }

    private UpdateFeaturesResponse update(boolean validateOnly, FeatureUpdateKey... updates) {
        UpdateFeaturesRequest request = new UpdateFeaturesRequest()
                .setTimeoutMs(5_000)
                .setValidateOnly(validateOnly)
                .setFeatureUpdates(new ArrayList<>(List.of(updates)));
        CompletableFuture<UpdateFeaturesResponse> updated = node.controller
                .request(
                        new ControllerRequest(request, (short) 2, Requester.anonymous("10.0.0.9", "client"), 5_000),
                        UpdateFeaturesResponse.class)
                .toCompletableFuture();
        node.run();
        return updated.join();
    }

    private static FeatureUpdateKey level(String feature, int level) {
        return new FeatureUpdateKey().setFeature(feature).setMaxVersionLevel((short) level);
    }

    @Test
    void theQuorumsFeatureIsRaisedByTheQuorum() {
        node.start();
        assertThat(node.kraftVersion()).isZero();
        assertThat(update(true, level("kraft.version", 1)).errorCode()).isZero();
        assertThat(node.kraftVersion()).as("it was only asked").isZero();

        UpdateFeaturesResponse raised = update(false, level("kraft.version", 1));

        assertThat(raised.errorMessage()).isNull();
        assertThat(raised.errorCode()).isZero();
        assertThat(node.kraftVersion()).isEqualTo(1);
        assertThat(node.image().features()).doesNotContainKey("kraft.version");
    }

    @Test
    void theQuorumsFeatureIsNeverLoweredNorRaisedTooHigh() {
        node.start();
        assertThat(update(false, level("kraft.version", 2)).errorCode())
                .isEqualTo(ErrorCode.INVALID_UPDATE_VERSION.code());
        assertThat(update(false, level("kraft.version", 1)).errorCode()).isZero();
        assertThat(update(false, level("kraft.version", 0)).errorCode())
                .isEqualTo(ErrorCode.INVALID_UPDATE_VERSION.code());
        assertThat(node.kraftVersion()).isEqualTo(1);
    }

    @Test
    void theQuorumsFeatureStaysAsItIsWhenAnotherOneInTheRequestCannotBe() {
        node.start();
        UpdateFeaturesResponse refused =
                update(false, level("kraft.version", 1), level("metadata.version", Short.MAX_VALUE));
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.INVALID_UPDATE_VERSION.code());
        assertThat(refused.errorMessage()).contains("metadata.version");
        assertThat(node.kraftVersion()).isZero();
    }

    @Test
    void aNodeThatDoesNotLeadRefusesAtOnce() {
        assertThat(failure(create("orders")).code()).isEqualTo(ErrorCode.NOT_CONTROLLER);
    }

    @Test
    void requestsThatWaitWhenTheNodeStopsLeadingAreRefused() {
        node.start();
        register();
        node.run();
        CompletableFuture<CreateTopicsResponse> created = create("orders");
        node.serial.runAll();
        node.log.resign(node.log.leader().epoch());
        node.serial.runAll();
        assertThat(failure(created).code()).isEqualTo(ErrorCode.NOT_CONTROLLER);
        assertThat(node.controller.isActive()).isFalse();
    }

    /** KAFKA-14124: once such a record is in the log, every node stops that reads it. */
    @Test
    void aRecordThatDoesNotFitTheImageIsNeverAppended() {
        node.start();
        long end = node.log.endOffset();
        CompletableFuture<Boolean> bad = node.controller
                .submit((_, _) -> new Decision<>(List.of(new RemoveTopicRecord().setTopicId(new Uuid(3, 3))), true))
                .toCompletableFuture();
        node.run();
        assertThat(failure(bad).code()).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(node.log.endOffset()).isEqualTo(end);

        CompletableFuture<BrokerRegistrationResponse> registered = register();
        node.run();
        assertThat(registered.join().errorCode()).isZero();
    }

    @Test
    void aNodeThatCannotFollowItsLogDecidesNothing() {
        node.start();
        node.publisher.committed(io.odradek.broker.MetadataFixture.batch(
                node.log.endOffset(), List.of(new RemoveTopicRecord().setTopicId(new Uuid(3, 3)))));
        node.run();
        assertThat(node.controller.isActive()).isFalse();
        assertThat(node.log.leader().leaderId()).isEmpty();
        assertThat(failure(create("orders")).code()).isEqualTo(ErrorCode.NOT_CONTROLLER);
    }

    @Test
    void theControllerIsNotAskedWhatItDoesNotDecide() {
        node.start();
        CompletableFuture<BrokerRegistrationResponse> asked = node.controller
                .request(
                        ControllerRequest.ofBroker(1, new io.odradek.protocol.message.ProduceRequest()),
                        BrokerRegistrationResponse.class)
                .toCompletableFuture();
        node.run();
        assertThat(failure(asked).code()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
    }
}
