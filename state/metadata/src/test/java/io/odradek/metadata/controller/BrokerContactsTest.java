package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.metadata.Fixture;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BrokerContactsTest {
    private final Fixture cluster = Fixture.of(3);

    private OptionalInt stale() {
        return cluster.contacts().mostStale(cluster.image(), cluster.nowMs());
    }

    private void allHeard() {
        List.of(1, 2, 3).forEach(cluster::heartbeat);
    }

    @Test
    void aBrokerIsStaleAfterASecondOfSilence() {
        allHeard();
        cluster.passes(600);
        cluster.heartbeat(1);
        cluster.heartbeat(3);
        cluster.passes(399);
        assertThat(stale()).isEmpty();
        cluster.passes(1);
        assertThat(stale()).hasValue(2);
    }

    /** KAFKA-13173: one at a time, each decided on what the one before has left. */
    @Test
    void theOneThatWasSilentLongestComesFirstAndOnlyIt() {
        cluster.topic("t", 2, 3, 1);
        cluster.heartbeat(3);
        cluster.passes(100);
        cluster.heartbeat(2);
        cluster.heartbeat(1);
        cluster.passes(1_000);
        assertThat(stale()).hasValue(3);
        cluster.apply(cluster.heartbeats().fence(cluster.image(), 3));
        assertThat(stale()).hasValue(1);
        cluster.apply(cluster.heartbeats().fence(cluster.image(), 1));
        assertThat(stale()).hasValue(2);
        cluster.apply(cluster.heartbeats().fence(cluster.image(), 2));
        assertThat(stale()).isEmpty();
        assertThat(cluster.partition("t", 0).isr()).containsExactly(2);
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(-1);
    }

    @Test
    void theBrokerOfAControllerThatFellSilentIsSuspectedByTheNext() {
        BrokerContacts contacts = new BrokerContacts(SessionTimes.of(cluster.config()), cluster.nowMs());
        contacts.suspect(2);
        assertThat(contacts.mostStale(cluster.image(), cluster.nowMs())).isEmpty();
        cluster.passes(299);
        assertThat(contacts.mostStale(cluster.image(), cluster.nowMs())).isEmpty();
        cluster.passes(1);
        assertThat(contacts.mostStale(cluster.image(), cluster.nowMs())).hasValue(2);
    }

    @Test
    void aBrokenConnectionShortensTheWaitUntilSomethingIsHeard() {
        allHeard();
        cluster.contacts().connectionLost(2, cluster.nowMs());
        cluster.passes(299);
        assertThat(stale()).isEmpty();
        cluster.passes(1);
        assertThat(stale()).hasValue(2);
        cluster.heartbeat(2);
        assertThat(stale()).isEmpty();
    }

    @Test
    void apacheKafkasBrokersGetNineSecondsAndABrokenConnectionSaysNothing() {
        BrokerRegistrationRequest kafka = cluster.registration(4, "").setFeatures(List.of());
        Fixture.feature(kafka, "metadata.version", 7, 33);
        cluster.register(kafka);
        cluster.heartbeat(4);
        cluster.contacts().connectionLost(4, cluster.nowMs());
        for (int i = 0; i < 89; i++) {
            cluster.passes(100);
            allHeard();
        }
        assertThat(stale()).isEmpty();
        cluster.passes(100);
        assertThat(stale()).hasValue(4);
    }

    /** KAFKA-13841: brokers that were ready before this controller began are watched without a heartbeat. */
    @Test
    void aNewControllerTakesReadyBrokersAsJustSeen() {
        cluster.passes(5_000);
        cluster.failOver();
        assertThat(stale()).isEmpty();
        cluster.passes(999);
        assertThat(stale()).isEmpty();
        cluster.passes(1);
        assertThat(stale()).hasValue(1);
    }

    @Test
    void aControllerThatStoodStillBlamesNobody() {
        allHeard();
        cluster.standsStill(3_000);
        assertThat(stale()).isEmpty();
        cluster.passes(900);
        assertThat(stale()).isEmpty();
        cluster.passes(100);
        assertThat(stale()).hasValue(1);
    }

    @Test
    void whoWasHeardOfAfterTheControllerStoodStillGetsNoMoreThanASession() {
        cluster.standsStill(30_000);
        allHeard();
        assertThat(stale()).isEmpty();
        cluster.passes(1_000);
        assertThat(stale()).hasValue(1);
    }

    @Test
    void aHeartbeatOfAnEarlierProcessDoesNotCount() {
        var old = cluster.heartbeatOf(cluster.broker(2));
        cluster.failOver();
        cluster.start(2, "");
        allHeard();
        cluster.passes(600);
        cluster.contacts().heard(cluster.image(), old, cluster.nowMs());
        cluster.heartbeat(1);
        cluster.heartbeat(3);
        cluster.passes(400);
        assertThat(stale()).hasValue(2);
    }

    @Test
    void fencedBrokersAreNotFencedAgain() {
        cluster.register(cluster.registration(4, ""));
        cluster.passes(2_000);
        List.of(1, 2, 3).forEach(id -> cluster.apply(cluster.heartbeats().fence(cluster.image(), id)));
        assertThat(stale()).isEmpty();
    }

    @Test
    void whatIsConfiguredHoldsForAll() {
        SessionTimes defaults =
                SessionTimes.of(BrokerConfigLoader.load(Map.of()).config());
        assertThat(defaults).isEqualTo(new SessionTimes(200, 1_000, 300, 9_000));
        assertThat(defaults.announcesQuickHeartbeats()).isTrue();
        SessionTimes configured = SessionTimes.of(BrokerConfigLoader.load(
                        Map.of("broker.session.timeout.ms", "6000", "broker.heartbeat.interval.ms", "2000"))
                .config());
        assertThat(configured).isEqualTo(new SessionTimes(2_000, 6_000, 1_800, 6_000));
        assertThat(configured.announcesQuickHeartbeats()).isFalse();
    }
}
