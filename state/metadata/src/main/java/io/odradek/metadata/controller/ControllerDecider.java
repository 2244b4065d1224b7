package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ControllerRegistrationRequest;
import io.odradek.protocol.message.ControllerRegistrationResponse;
import io.odradek.protocol.message.UnregisterControllerRequest;
import io.odradek.protocol.message.UnregisterControllerResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.RegisterControllerRecord;
import io.odradek.protocol.metadata.UnregisterControllerRecord;
import java.util.List;

/**
 * Keeps the list of controllers, with the feature levels that each can run with (KIP-919).
 *
 * <p>Stateless; any thread.
 */
public final class ControllerDecider {
    /** A decider has no state: one serves everybody. */
    public ControllerDecider() {}

    /** Registers a controller in place of what was registered with its id. */
    public Decision<MetadataRecord, ControllerRegistrationResponse> register(
            ClusterImage image, ControllerRegistrationRequest request) {
        if (!MetadataLevel.of(image).controllerRegistration()) {
            return Decision.replyOnly(new ControllerRegistrationResponse()
                    .setErrorCode(ErrorCode.UNSUPPORTED_VERSION.code())
                    .setErrorMessage("The current MetadataVersion is too old to support controller registrations."));
        }
        RegisterControllerRecord record = new RegisterControllerRecord()
                .setControllerId(request.controllerId())
                .setIncarnationId(request.incarnationId())
                .setZkMigrationReady(request.zkMigrationReady());
        request.listeners()
                .forEach(each -> record.endPoints()
                        .add(new RegisterControllerRecord.ControllerEndpoint()
                                .setName(each.name())
                                .setHost(each.host())
                                .setPort(each.port())
                                .setSecurityProtocol(each.securityProtocol())));
        request.features()
                .forEach(each -> record.features()
                        .add(new RegisterControllerRecord.ControllerFeature()
                                .setName(each.name())
                                .setMinSupportedVersion(each.minSupportedVersion())
                                .setMaxSupportedVersion(each.maxSupportedVersion())));
        return new Decision<>(List.of(record), new ControllerRegistrationResponse().setErrorMessage(null));
    }

    /** Takes a controller off the list, so that features can be updated without it. A voter stays a voter. */
    public Decision<MetadataRecord, UnregisterControllerResponse> unregister(
            ClusterImage image, UnregisterControllerRequest request) {
        if (!MetadataLevel.of(image).controllerUnregistration()) {
            return Decision.replyOnly(new UnregisterControllerResponse()
                    .setErrorCode(ErrorCode.UNSUPPORTED_VERSION.code())
                    .setErrorMessage("The current MetadataVersion is too old to support controller unregistration."));
        }
        if (!image.nodes().controllers().containsKey(request.controllerId())) {
            return Decision.replyOnly(new UnregisterControllerResponse()
                    .setErrorCode(ErrorCode.CONTROLLER_ID_NOT_REGISTERED.code())
                    .setErrorMessage("Controller ID " + request.controllerId() + " is not currently registered."));
        }
        return new Decision<>(
                List.of(new UnregisterControllerRecord().setControllerId(request.controllerId())),
                new UnregisterControllerResponse().setErrorMessage(null));
    }
}
