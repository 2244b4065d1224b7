package io.odradek.server;

import io.odradek.base.Sentences;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.PluginClasses;
import io.odradek.metadata.controller.Policies;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import java.util.Optional;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.AlterConfigPolicy;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of {@code create.topic.policy.class.name} and {@code alter.config.policy.class.name}: made and configured at the
 * start, closed at the end. Whatever they throw is the answer to the one request that they were asked about.
 *
 * <p>The controller's thread asks; one owner closes.
 */
final class PolicyPlugins implements Policies, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyPlugins.class);
    private static final String CREATE_TOPIC = "create.topic.policy.class.name";
    private static final String ALTER_CONFIG = "alter.config.policy.class.name";

    private final Optional<CreateTopicPolicy> createTopic;
    private final Optional<AlterConfigPolicy> alterConfig;

    private PolicyPlugins(Optional<CreateTopicPolicy> createTopic, Optional<AlterConfigPolicy> alterConfig) {
        this.createTopic = createTopic;
        this.alterConfig = alterConfig;
    }

    /** @throws StartException if a class cannot be made or configured */
    static PolicyPlugins of(BrokerConfig config) throws StartException {
        Optional<CreateTopicPolicy> createTopic = make(config, CREATE_TOPIC, CreateTopicPolicy.class);
        try {
            return new PolicyPlugins(createTopic, make(config, ALTER_CONFIG, AlterConfigPolicy.class));
        } catch (StartException e) {
            new PolicyPlugins(createTopic, Optional.empty()).close();
            throw e;
        }
    }

    @Override
    public void checkNewTopic(CreateTopicPolicy.RequestMetadata topic) {
        createTopic.ifPresent(policy -> ask(CREATE_TOPIC, policy, () -> policy.validate(topic)));
    }

    @Override
    public void checkConfigs(AlterConfigPolicy.RequestMetadata change) {
        alterConfig.ifPresent(policy -> ask(ALTER_CONFIG, policy, () -> policy.validate(change)));
    }

    @Override
    public void close() {
        createTopic.ifPresent(PolicyPlugins::close);
        alterConfig.ifPresent(PolicyPlugins::close);
    }

    private static <T extends Configurable> Optional<T> make(BrokerConfig config, String key, Class<T> kind)
            throws StartException {
        Object name = config.values().get(key);
        if (name == null) {
            return Optional.empty();
        }
        try {
            T policy = PluginClasses.make(key, name, kind);
            policy.configure(config.fromFile());
            return Optional.of(policy);
        } catch (ConfigException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | LinkageError e) {
            throw new StartException(key + ": " + name + " cannot be configured: " + e, e);
        }
    }

    /** A policy is code of somebody else: what it throws must not reach the controller as anything but an answer. */
    private static void ask(String key, Object policy, Runnable question) {
        try {
            question.run();
        } catch (PolicyViolationException e) {
            String message = e.getMessage();
            throw new ApiException(
                    ErrorCode.POLICY_VIOLATION,
                    message != null
                            ? message
                            : "The change is not allowed by "
                                    + policy.getClass().getName());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error("{} of {} has failed", policy.getClass().getName(), key, e);
            throw new ApiException(
                    ErrorCode.UNKNOWN_SERVER_ERROR,
                    "The policy " + policy.getClass().getName() + " of " + key + " has failed: "
                            + Sentences.end(e.toString()) + " The broker's log has the details.");
        }
    }

    private static void close(AutoCloseable policy) {
        try {
            policy.close();
        } catch (Exception | LinkageError e) {
            LOG.warn("{} could not be closed", policy.getClass().getName(), e);
        }
    }
}
