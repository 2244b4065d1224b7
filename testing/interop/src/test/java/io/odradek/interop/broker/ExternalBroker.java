package io.odradek.interop.broker;

import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** A broker that runs already, given by {@code -Dinterop.bootstrap=host:port}: whoever started it also stops it. */
record ExternalBroker(String bootstrap, Tools tools) implements BrokerUnderTest {
    @Override
    public String controller() {
        throw new TestAbortedException("the controller of a broker given by interop.bootstrap is not known");
    }

    @Override
    public void start() {
        awaitReady();
    }

    @Override
    public void launch() {}

    @Override
    public void awaitReady() {
        int colon = bootstrap.lastIndexOf(':');
        if (!Probe.answers(bootstrap.substring(0, colon), Integer.parseInt(bootstrap.substring(colon + 1)))) {
            throw new AssertionError("no broker answers at " + bootstrap + " (interop.bootstrap)");
        }
    }

    @Override
    public void stop() {}

    @Override
    public void kill() {
        throw new TestAbortedException("a broker given by interop.bootstrap is not killed");
    }

    @Override
    public Path logDir() {
        throw new TestAbortedException("the files of a broker given by interop.bootstrap are not known");
    }

    @Override
    public Path log() {
        throw new TestAbortedException("the log of a broker given by interop.bootstrap is not known");
    }

    @Override
    public void close() {}
}
