package io.odradek.metadata.controller;

import io.odradek.protocol.ApiException;
import org.apache.kafka.server.policy.AlterConfigPolicy;
import org.apache.kafka.server.policy.CreateTopicPolicy;

/**
 * What users' own classes say of a change before it is made (KIP-108, KIP-133). The controller asks; the deciders themselves stay
 * pure, and see {@link #NONE} wherever there are no such classes.
 *
 * <p>Called on the controller's thread.
 */
public interface Policies {
    /** Allows everything. */
    Policies NONE = new Policies() {
        @Override
        public void checkNewTopic(CreateTopicPolicy.RequestMetadata topic) {}

        @Override
        public void checkConfigs(AlterConfigPolicy.RequestMetadata change) {}
    };

    /** @throws ApiException POLICY_VIOLATION if the topic may not be created, UNKNOWN_SERVER_ERROR if the policy fails */
    void checkNewTopic(CreateTopicPolicy.RequestMetadata topic);

    /**
     * Asks about what is set, and deleted ({@code null}), of one resource.
     *
     * @throws ApiException POLICY_VIOLATION if that may not be done, UNKNOWN_SERVER_ERROR if the policy fails
     */
    void checkConfigs(AlterConfigPolicy.RequestMetadata change);
}
