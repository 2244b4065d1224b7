package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.metadata.Fixture;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AllocateProducerIdsRequest;
import io.odradek.protocol.message.AllocateProducerIdsResponse;
import io.odradek.protocol.metadata.ProducerIdsRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProducerIdDeciderTest {
    private final Fixture cluster = Fixture.single();

    private AllocateProducerIdsResponse allocate(int broker, long epoch) {
        return cluster.apply(new ProducerIdDecider()
                .allocate(
                        cluster.image(),
                        new AllocateProducerIdsRequest().setBrokerId(broker).setBrokerEpoch(epoch)));
    }

    @Test
    void producerIdsComeInBlocksNoneTwice() {
        long epoch = cluster.broker(1).epoch();
        AllocateProducerIdsResponse first = allocate(1, epoch);
        AllocateProducerIdsResponse second = allocate(1, epoch);
        assertThat(first.producerIdStart()).isZero();
        assertThat(first.producerIdLen()).isEqualTo(1000);
        assertThat(second.producerIdStart()).isEqualTo(1000);
    }

    @Test
    void onlyTheBrokersRegistrationThatCountsGetsOne() {
        assertThat(allocate(1, 99).errorCode()).isEqualTo(ErrorCode.STALE_BROKER_EPOCH.code());
        assertThat(allocate(9, 1).errorCode()).isEqualTo(ErrorCode.STALE_BROKER_EPOCH.code());
    }

    @Test
    void whenAllAreGivenOutThereAreNoMore() {
        cluster.apply(List.of(
                new ProducerIdsRecord().setBrokerId(1).setBrokerEpoch(1).setNextProducerId(Long.MAX_VALUE - 999)));
        assertThat(allocate(1, cluster.broker(1).epoch()).errorCode()).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR.code());
    }
}
