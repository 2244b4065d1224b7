package io.odradek.broker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.broker.ManualExecutor;
import io.odradek.broker.ManualTimers;
import io.odradek.broker.MetadataFixture;
import io.odradek.broker.controller.MetadataRecordCodec;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ImageDelta;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.RemoveTopicRecord;
import io.odradek.protocol.metadata.TopicRecord;
import io.odradek.quorum.SnapshotReader;
import io.odradek.storage.ManualTime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MetadataPublisherTest {
    private static final Uuid A = new Uuid(1, 1);
    private static final Uuid B = new Uuid(1, 2);
    private static final Uuid C = new Uuid(1, 3);

    private final ManualTime time = new ManualTime();
    private final ManualTimers timers = new ManualTimers(time);
    private final ManualExecutor serial = new ManualExecutor();
    private final Retries retries = new Retries(timers, time);
    private final List<ImageDelta> heard = new ArrayList<>();
    private Optional<RuntimeException> trouble = Optional.empty();
    private final MetadataPublisher publisher =
            new MetadataPublisher(new MetadataRecordCodec(), MetadataFixture.noSnapshots(time), retries, serial);
    private long nextOffset;

    {
        publisher.addListener(this::listen);
    }

    private void listen(ImageDelta delta) {
        trouble.ifPresent(cause -> {
            throw cause;
        });
        heard.add(delta);
    }

    private void commit(MetadataRecord... records) {
        publisher.committed(MetadataFixture.batch(nextOffset, List.of(records)));
        nextOffset += records.length;
    }

    private static TopicRecord topic(String name, Uuid id) {
        return new TopicRecord().setName(name).setTopicId(id);
    }

    private static List<String> created(ImageDelta delta) {
        return delta.createdTopics().stream().map(TopicImage::name).toList();
    }

    private static List<String> deleted(ImageDelta delta) {
        return delta.deletedTopics().stream().map(TopicImage::name).toList();
    }

    @Test
    void listenersHearNothingUntilTheNodeHasCaughtUpAndThenOfEverythingAtOnce() {
        commit(topic("a", A));
        commit(topic("b", B));
        assertThat(heard).isEmpty();
        assertThat(publisher.publishedImage()).isEqualTo(ClusterImage.EMPTY);

        publisher.startPublishing();

        assertThat(publisher.caughtUp().toCompletableFuture()).isCompleted();
        assertThat(heard).hasSize(1);
        assertThat(created(heard.getFirst())).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aNodeThatNeverLeadsHearsOfEveryChange() {
        publisher.startPublishing();
        commit(topic("a", A));
        commit(new RemoveTopicRecord().setTopicId(A));
        assertThat(heard).hasSize(3);
        assertThat(created(heard.get(1))).containsExactly("a");
        assertThat(deleted(heard.get(2))).containsExactly("a");
    }

    @Test
    void aSnapshotWhileRunningIsToldAsTheDifferenceFromWhatWasPublished() {
        publisher.startPublishing();
        commit(topic("a", A), topic("b", B), config("a", "1000"));
        heard.clear();

        publisher.snapshot(snapshot(40, List.of(topic("b", B), topic("a", C))));

        assertThat(heard).hasSize(1);
        ImageDelta delta = heard.getFirst();
        assertThat(deleted(delta)).as("the topic of the old id is gone").containsExactly("a");
        assertThat(delta.createdTopics()).extracting(TopicImage::id).containsExactly(C);
        assertThat(delta.changedConfigs()).extracting(each -> each.name()).containsExactly("a");
        assertThat(publisher.publishedOffset()).isEqualTo(40);
        assertThat(publisher.publishedImage().topics().count()).isEqualTo(2);
    }

    @Test
    void aSnapshotBeforeTheNodeHasCaughtUpIsWhereItBegins() {
        publisher.snapshot(snapshot(40, List.of(topic("b", B))));
        assertThat(heard).isEmpty();
        nextOffset = 40;
        commit(topic("a", A));
        publisher.startPublishing();
        assertThat(created(heard.getFirst())).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatAListenerDidNotTakeOverComesAgainTogetherWithWhatCameAfter() {
        publisher.startPublishing();
        heard.clear();
        trouble = Optional.of(new IllegalStateException("not now"));
        commit(topic("a", A));
        assertThat(retries.outstanding()).hasSize(1);
        assertThat(retries.outstanding().getFirst().why()).contains("not now");

        trouble = Optional.empty();
        commit(topic("b", B));

        assertThat(heard).hasSize(1);
        assertThat(created(heard.getFirst())).containsExactlyInAnyOrder("a", "b");
        assertThat(retries.outstanding()).isEmpty();
    }

    @Test
    void whatAListenerDidNotTakeOverComesAgainWithTimeThoughNothingElseHappens() {
        publisher.startPublishing();
        heard.clear();
        trouble = Optional.of(new IllegalStateException("not now"));
        commit(topic("a", A));
        timers.advance(Retries.FIRST_PAUSE_MS);
        serial.runAll();
        assertThat(retries.outstanding().getFirst().attempts()).isEqualTo(2);

        trouble = Optional.empty();
        timers.advance(2 * Retries.FIRST_PAUSE_MS);
        serial.runAll();

        assertThat(created(heard.getFirst())).containsExactly("a");
        assertThat(retries.outstanding()).isEmpty();
    }

    @Test
    void aNodeWhoseFirstImageIsNotTakenOverDoesNotBecomeReady() {
        trouble = Optional.of(new IllegalStateException("a log directory is missing"));
        publisher.startPublishing();
        assertThat(publisher.caughtUp().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void thoseWhoWaitForAnOffsetAreToldOnceTheListenersHaveHeard() {
        publisher.startPublishing();
        CompletableFuture<Void> waiting = publisher.awaitPublished(2).toCompletableFuture();
        commit(topic("a", A));
        assertThat(waiting).isNotDone();
        commit(topic("b", B));
        assertThat(waiting).isCompleted();
        assertThat(publisher.awaitPublished(1).toCompletableFuture()).isCompleted();

        CompletableFuture<Void> late = publisher.awaitPublished(3).toCompletableFuture();
        publisher.stop();
        assertThat(late).isCompletedExceptionally();
    }

    @Test
    void nothingIsPublishedBeyondARecordThatDoesNotFit() {
        publisher.startPublishing();
        commit(new RemoveTopicRecord().setTopicId(A));
        assertThat(publisher.failed().toCompletableFuture()).isCompleted();
        long offset = publisher.publishedOffset();
        commit(topic("b", B));
        assertThat(publisher.publishedOffset()).isEqualTo(offset);
        assertThat(heard).hasSize(1);
        assertThat(publisher.awaitPublished(9).toCompletableFuture()).isCompletedExceptionally();
    }

    private static ConfigRecord config(String topic, String retention) {
        return new ConfigRecord()
                .setResourceType((byte) 2)
                .setResourceName(topic)
                .setName("retention.ms")
                .setValue(retention);
    }

    private static SnapshotReader snapshot(long endOffset, List<MetadataRecord> records) {
        List<ByteBuffer> batches = List.of(MetadataFixture.batch(0, records));
        return new SnapshotReader() {
            @Override
            public long endOffset() {
                return endOffset;
            }

            @Override
            public int epoch() {
                return 1;
            }

            @Override
            public long lastContainedLogTimestamp() {
                return 0;
            }

            @Override
            public Iterator<ByteBuffer> batches() {
                return batches.iterator();
            }
        };
    }
}
