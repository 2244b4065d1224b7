package io.odradek.metadata.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.InvariantViolation;
import io.odradek.base.Uuid;
import io.odradek.protocol.metadata.AbortTransactionRecord;
import io.odradek.protocol.metadata.AccessControlEntryRecord;
import io.odradek.protocol.metadata.BeginTransactionRecord;
import io.odradek.protocol.metadata.DelegationTokenRecord;
import io.odradek.protocol.metadata.EndTransactionRecord;
import io.odradek.protocol.metadata.FeatureLevelRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.NoOpRecord;
import io.odradek.protocol.metadata.RemoveAccessControlEntryRecord;
import io.odradek.protocol.metadata.RemoveDelegationTokenRecord;
import io.odradek.protocol.metadata.TopicRecord;
import io.odradek.protocol.metadata.ZkMigrationStateRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataStateTest {
    private static final MetadataRecord BEGIN = new BeginTransactionRecord().setName("bulk");
    private static final MetadataRecord END = new EndTransactionRecord();
    private static final MetadataRecord ABORT = new AbortTransactionRecord().setReason("no");

    @Test
    void recordsOfATransactionBecomeVisibleTogetherWhenItEnds() {
        MetadataState begun = MetadataState.EMPTY.apply(List.of(topic(1), BEGIN, topic(2)));
        assertThat(names(begun)).containsExactly("t1");
        MetadataState more = begun.apply(List.of(topic(3)));
        assertThat(names(more)).containsExactly("t1");
        MetadataState.Step ended = more.step(List.of(topic(4), END, topic(5)));
        assertThat(names(ended.after())).containsExactly("t1", "t2", "t3", "t4", "t5");
        assertThat(ended.delta().createdTopics())
                .extracting(TopicImage::name)
                .containsExactlyInAnyOrder("t2", "t3", "t4", "t5");
        assertThat(ended.after().open()).isEmpty();
    }

    @Test
    void recordsOfAnAbortedTransactionHaveNoEffect() {
        MetadataState state =
                MetadataState.EMPTY.apply(List.of(BEGIN, topic(1))).apply(List.of(topic(2), ABORT, topic(3)));
        assertThat(names(state)).containsExactly("t3");
        assertThat(state.open()).isEmpty();
    }

    @Test
    void anOpenTransactionIsInvisibleAndItsAbortLetsTheNextRecordsTakeEffect() {
        MetadataState open = MetadataState.EMPTY.apply(List.of(topic(1))).apply(List.of(BEGIN, topic(2)));
        assertThat(names(open)).containsExactly("t1");
        assertThat(open.open().orElseThrow().name()).isEqualTo("bulk");
        MetadataState after = open.apply(List.of(open.abort().orElseThrow(), topic(3)));
        assertThat(names(after)).containsExactly("t1", "t3");
        assertThat(after.abort()).isEmpty();
    }

    @Test
    void severalTransactionsInOneBatchFollowEachOther() {
        MetadataState state = MetadataState.EMPTY.apply(
                List.of(BEGIN, topic(1), END, BEGIN, topic(2), ABORT, BEGIN, topic(3), END, BEGIN));
        assertThat(names(state)).containsExactly("t1", "t3");
        assertThat(state.open().orElseThrow().records()).isEmpty();
    }

    @Test
    void transactionsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> MetadataState.EMPTY.apply(List.of(BEGIN, BEGIN)))
                .isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> MetadataState.EMPTY.apply(List.of(END))).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> MetadataState.EMPTY.apply(List.of(ABORT))).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void aclsAndTokensAreKeptForTheSnapshotAndRemovedWhenTheLogSaysSo() {
        ClusterImage image = ClusterImage.EMPTY.apply(List.of(acl(1), acl(2), token("a"), token("b")));
        assertThat(image.toRecords()).contains(acl(1), acl(2), token("a"), token("b"));
        assertThat(ClusterImage.EMPTY.apply(image.toRecords())).isEqualTo(image);
        ClusterImage less = image.apply(List.of(
                new RemoveAccessControlEntryRecord().setId(new Uuid(9, 1)),
                new RemoveDelegationTokenRecord().setTokenId("a")));
        assertThat(less.toRecords()).containsExactly(acl(2), token("b"));
    }

    @Test
    void recordsWithoutAnyEffectAreRead() {
        assertThat(ClusterImage.EMPTY.apply(List.of(new NoOpRecord(), new ZkMigrationStateRecord())))
                .isEqualTo(ClusterImage.EMPTY);
        assertThat(MetadataState.EMPTY
                        .apply(List.of(
                                BEGIN, new FeatureLevelRecord().setName("f").setFeatureLevel((short) 1), END))
                        .image()
                        .features())
                .containsEntry("f", (short) 1);
    }

    private static MetadataRecord topic(int number) {
        return new TopicRecord().setName("t" + number).setTopicId(new Uuid(1, number));
    }

    private static MetadataRecord acl(int number) {
        return new AccessControlEntryRecord()
                .setId(new Uuid(9, number))
                .setResourceType((byte) 2)
                .setResourceName("r")
                .setPatternType((byte) 3)
                .setPrincipal("User:u")
                .setHost("*")
                .setOperation((byte) 3)
                .setPermissionType((byte) 3);
    }

    private static MetadataRecord token(String id) {
        return new DelegationTokenRecord()
                .setTokenId(id)
                .setOwner("User:o")
                .setRequester("User:q")
                .setRenewers(List.of("User:r"))
                .setIssueTimestamp(1)
                .setMaxTimestamp(3)
                .setExpirationTimestamp(2);
    }

    private static List<String> names(MetadataState state) {
        return state.image().topics().sorted().map(TopicImage::name).toList();
    }
}
