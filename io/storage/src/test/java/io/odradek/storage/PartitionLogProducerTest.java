package io.odradek.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionLogProducerTest {
    private final LogFixture fixture = new LogFixture();
    private PartitionLog log;

    @BeforeEach
    void open() throws IOException {
        log = fixture.open();
    }

    private AppendResult send(int epoch, int sequence, String... values) {
        return client(LogFixture.idempotent(5, 7, epoch, sequence, values));
    }

    private AppendResult client(ByteBuffer batch) {
        return log.appendAsLeader(batch, 0, AppendOrigin.CLIENT);
    }

    private AppendResult coordinator(ByteBuffer batch) {
        return log.appendAsLeader(batch, 0, AppendOrigin.COORDINATOR);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable append) {
        assertThatThrownBy(append)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void theLastFiveBatchesAreRecognisedWhenSentAgain() {
        for (int i = 0; i < 6; i++) {
            send(0, i * 2, "a", "b");
        }
        for (int i = 1; i < 6; i++) {
            AppendResult again = send(0, i * 2, "a", "b");
            assertThat(again.duplicate()).isTrue();
            assertThat(again.baseOffset()).isEqualTo(i * 2L);
            assertThat(again.lastOffset()).isEqualTo(i * 2L + 1);
        }
        assertRefused(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(0, 0, "a", "b"));
        assertThat(log.logEndOffset()).isEqualTo(12);
    }

    @Test
    void aGapInTheSequenceIsRefused() {
        send(0, 0, "a");
        assertRefused(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(0, 2, "c"));
        assertThat(send(0, 1, "b").baseOffset()).isEqualTo(1);
    }

    @Test
    void anUnknownProducerMayStartAnywhere() {
        assertThat(send(3, 41, "a").baseOffset()).isZero();
    }

    @Test
    void sequencesWrapAround() {
        send(0, Integer.MAX_VALUE, "a");
        assertThat(send(0, 0, "b").baseOffset()).isEqualTo(1);
        assertThat(send(0, Integer.MAX_VALUE, "a").duplicate()).isTrue();
    }

    @Test
    void anOlderEpochIsFencedAndANewOneStartsAtZero() {
        send(1, 0, "a");
        assertRefused(ErrorCode.INVALID_PRODUCER_EPOCH, () -> send(0, 1, "b"));
        assertRefused(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(2, 1, "b"));
        assertThat(send(2, 0, "b").duplicate()).isFalse();
    }

    @Test
    void afterAMarkerOfANewEpochSequencesStartAtZero() {
        client(LogFixture.transactional(5, 7, 0, 0, "a"));
        coordinator(LogFixture.marker(5, 7, 1, true, 0));
        assertRefused(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(1, 1, "b"));
        assertThat(send(1, 0, "b").duplicate()).isFalse();
    }

    @Test
    void openTransactionsHoldBackTheLastStableOffset() throws IOException {
        client(TestBatches.batch(5, "x"));
        client(LogFixture.transactional(5, 7, 0, 0, "a"));
        client(LogFixture.transactional(5, 8, 0, 0, "b"));
        assertThat(log.lastStableOffset(3)).isEqualTo(1);
        coordinator(LogFixture.marker(5, 7, 0, false, 0));
        assertThat(log.abortedTransactions(0, 4)).containsExactly(new AbortedTransaction(7, 1, 3, 2));
        assertThat(log.lastStableOffset(4)).isEqualTo(2);
        coordinator(LogFixture.marker(5, 8, 0, true, 0));
        assertThat(log.lastStableOffset(5)).isEqualTo(5);
        assertThat(log.firstUnstableOffset(5)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void aMarkerAboveTheHighWatermarkHoldsItBackToo() {
        client(LogFixture.transactional(5, 7, 0, 0, "a"));
        coordinator(LogFixture.marker(5, 7, 0, true, 0));
        assertThat(log.lastStableOffset(1)).isZero();
        assertThat(log.lastStableOffset(2)).isEqualTo(2);
    }

    @Test
    void writingOutsideAnOpenTransactionIsRefused() {
        client(LogFixture.transactional(5, 7, 0, 0, "a"));
        assertRefused(ErrorCode.INVALID_TXN_STATE, () -> send(0, 1, "b"));
    }

    @Test
    void markersOfAReplacedCoordinatorAreRefused() {
        client(LogFixture.transactional(5, 7, 0, 0, "a"));
        coordinator(LogFixture.marker(5, 7, 0, true, 5));
        assertRefused(ErrorCode.TRANSACTION_COORDINATOR_FENCED, () -> coordinator(LogFixture.marker(5, 7, 0, true, 4)));
    }

    @Test
    void whatIsKnownOfProducersSurvivesARestart() throws IOException {
        send(2, 0, "a", "b");
        client(LogFixture.transactional(5, 8, 0, 0, "c"));
        log.close();
        log = fixture.openClean(0);
        assertThat(send(2, 0, "a", "b").duplicate()).isTrue();
        assertThat(log.lastStableOffset(3)).isEqualTo(2);
        assertThat(log.activeProducers())
                .containsExactlyInAnyOrder(
                        new ProducerStateView(7, (short) 2, 1, 5, -1, -1),
                        new ProducerStateView(8, (short) 0, 0, 5, -1, 2));
    }

    @Test
    void aBackfillOfOldTimestampsIsRememberedByTheTimeOfItsAppend() throws IOException {
        send(0, 0, "a");
        fixture.time.advance(fixture.config.producerIdExpirationMs() - 1);
        log.expireProducers();
        assertThat(send(0, 0, "a").duplicate()).isTrue();
        send(0, 1, "b");
        fixture.time.advance(fixture.config.producerIdExpirationMs() - 1);
        log.expireProducers();
        assertThat(send(0, 1, "b").duplicate()).isTrue();
        assertThat(log.logEndOffset()).isEqualTo(2);
        fixture.time.advance(1);
        log.expireProducers();
        assertThat(log.activeProducers()).isEmpty();
    }

    @Test
    void aRestartShortensNoProducersLife() throws IOException {
        send(0, 0, "a");
        log.close();
        fixture.time.advance(100 * fixture.config.producerIdExpirationMs());
        log = fixture.openClean(0);
        log.expireProducers();
        assertThat(send(0, 0, "a").duplicate()).isTrue();
        assertThat(log.activeProducers())
                .extracting(ProducerStateView::lastTimestamp)
                .as("what is shown is the records' timestamp")
                .containsExactly(5L);
        fixture.time.advance(fixture.config.producerIdExpirationMs());
        log.expireProducers();
        assertThat(log.activeProducers()).isEmpty();
    }

    @Test
    void silentProducersAreForgottenUnlessATransactionIsOpen() {
        send(0, 0, "a");
        client(LogFixture.transactional(5, 8, 0, 0, "c"));
        fixture.time.advance(fixture.config.producerIdExpirationMs());
        log.expireProducers();
        assertThat(log.activeProducers())
                .extracting(ProducerStateView::producerId)
                .containsExactly(8L);
    }
}
