package io.odradek.metadata.image;

import io.odradek.base.InvariantViolation;
import io.odradek.protocol.metadata.BrokerRegistrationChangeRecord;
import io.odradek.protocol.metadata.FenceBrokerRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import io.odradek.protocol.metadata.RegisterControllerRecord;
import io.odradek.protocol.metadata.UnfenceBrokerRecord;
import io.odradek.protocol.metadata.UnregisterBrokerRecord;
import io.odradek.protocol.metadata.UnregisterControllerRecord;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers the changes that a batch makes to brokers and controllers. One thread. */
final class NodesChange {
    private final NodesImage base;
    private final SortedMap<Integer, BrokerImage> brokers;
    private final SortedMap<Integer, ControllerImage> controllers;
    private final Set<Integer> touchedBrokers = new TreeSet<>();
    private boolean touchedControllers;

    NodesChange(NodesImage base) {
        this.base = base;
        this.brokers = new TreeMap<>(base.brokers());
        this.controllers = new TreeMap<>(base.controllers());
    }

    void replay(RegisterBrokerRecord record) {
        put(BrokerImage.of(record));
    }

    void replay(UnregisterBrokerRecord record) {
        broker(record.brokerId(), record.brokerEpoch());
        brokers.remove(record.brokerId());
        touchedBrokers.add(record.brokerId());
    }

    void replay(BrokerRegistrationChangeRecord record) {
        put(broker(record.brokerId(), record.brokerEpoch()).with(record));
    }

    void replay(FenceBrokerRecord record) {
        put(broker(record.id(), record.epoch()).withFenced(true));
    }

    void replay(UnfenceBrokerRecord record) {
        put(broker(record.id(), record.epoch()).withFenced(false));
    }

    void replay(RegisterControllerRecord record) {
        controllers.put(record.controllerId(), ControllerImage.of(record));
        touchedControllers = true;
    }

    void replay(UnregisterControllerRecord record) {
        controllers.remove(record.controllerId());
        touchedControllers = true;
    }

    Set<Integer> touchedBrokers() {
        return Collections.unmodifiableSet(touchedBrokers);
    }

    NodesImage image() {
        return touchedBrokers.isEmpty() && !touchedControllers ? base : new NodesImage(brokers, controllers);
    }

    private void put(BrokerImage broker) {
        brokers.put(broker.id(), broker);
        touchedBrokers.add(broker.id());
    }

    private BrokerImage broker(int id, long epoch) {
        BrokerImage broker = brokers.get(id);
        if (broker == null || broker.epoch() != epoch) {
            throw new InvariantViolation("broker " + id + " is registered with epoch " + epoch + ", found " + broker);
        }
        return broker;
    }
}
