package io.odradek.broker.node;

import io.odradek.base.Uuid;
import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.controller.Requester;
import io.odradek.broker.publish.ImageListener;
import io.odradek.broker.request.Failure;
import io.odradek.coordinator.Timers;
import io.odradek.metadata.controller.MetadataLevel;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ControllerImage;
import io.odradek.metadata.image.ImageDelta;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ControllerRegistrationRequest;
import io.odradek.protocol.message.ControllerRegistrationResponse;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the active controller where this controller is reached and what it supports (KIP-919), until the metadata says so: as long
 * as a controller of the quorum has not, no feature can be raised.
 *
 * <p>On the executor of the metadata log.
 */
public final class ControllerRegistrar implements ImageListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerRegistrar.class);

    /** Milliseconds before a second attempt; doubled with each one after it. */
    static final long FIRST_PAUSE_MS = 100;

    static final long MAX_PAUSE_MS = 120_000;

    private static final long REQUEST_MS = 5_000;

    private final ControllerRegistrationRequest registration;
    private final ControllerService controller;
    private final Executor serial;
    private final Timers timers;
    private boolean registered;
    private boolean asking;
    private volatile boolean closed;
    private long pauseMs = FIRST_PAUSE_MS;

    public ControllerRegistrar(
            ControllerRegistrationRequest registration, ControllerService controller, Executor serial, Timers timers) {
        this.registration = registration;
        this.controller = controller;
        this.serial = serial;
        this.timers = timers;
    }

    @Override
    public void changed(ImageDelta delta) {
        ClusterImage image = delta.after();
        Uuid incarnation = registration.incarnationId();
        registered = image.nodes().controllers().values().stream()
                .filter(each -> each.id() == registration.controllerId())
                .map(ControllerImage::incarnationId)
                .anyMatch(incarnation::equals);
        if (!registered && !asking && MetadataLevel.of(image).controllerRegistration()) {
            ask();
        }
    }

    private void ask() {
        if (closed || registered) {
            asking = false;
            return;
        }
        asking = true;
        ControllerRequest request = new ControllerRequest(
                registration,
                registration.highestSupportedVersion(),
                Requester.broker(registration.controllerId()),
                REQUEST_MS);
        controller
                .request(request, ControllerRegistrationResponse.class)
                .whenCompleteAsync((response, failure) -> answered(response, failure), serial);
    }

    private void answered(ControllerRegistrationResponse response, Throwable failure) {
        if (response != null && response.errorCode() == ErrorCode.NONE.code()) {
            asking = false;
            pauseMs = FIRST_PAUSE_MS;
            return;
        }
        LOG.debug(
                "Controller {} is not registered yet: {}",
                registration.controllerId(),
                response == null
                        ? Failure.of(failure).message()
                        : ErrorCode.forCode(response.errorCode()).defaultMessage());
        timers.schedule(pauseMs, () -> serial.execute(this::ask));
        pauseMs = Math.min(MAX_PAUSE_MS, 2 * pauseMs);
    }

    @Override
    public void close() {
        closed = true;
    }
}
