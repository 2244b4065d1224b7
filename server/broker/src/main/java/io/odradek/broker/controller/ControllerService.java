package io.odradek.broker.controller;

import io.odradek.coordinator.Command;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.concurrent.CompletionStage;

/** The way to change the cluster. Any thread. */
public interface ControllerService {
    /**
     * Decides with the controller's image.
     *
     * @return completes once the decision is committed and this broker has taken it over; fails with an
     *     {@link io.odradek.protocol.ApiException}, NOT_CONTROLLER while there is no controller here
     */
    <T> CompletionStage<T> submit(Command<ClusterImage, MetadataRecord, T> command);
}
