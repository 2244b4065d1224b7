package io.odradek.broker.controller;

import io.odradek.protocol.ResponseMessage;
import java.util.concurrent.CompletionStage;

/** The way to change the cluster, wherever its controller is. Any thread. */
public interface ControllerService {
    /**
     * Asks the active controller.
     *
     * @param type of the response to the request
     * @return completes once the decision is committed and this broker has taken it over; fails with an
     *     {@link io.odradek.protocol.ApiException}: NOT_CONTROLLER or REQUEST_TIMED_OUT if no controller has answered in the
     *     request's time, when it may or may not have taken effect
     */
    <P extends ResponseMessage> CompletionStage<P> request(ControllerRequest request, Class<P> type);
}
