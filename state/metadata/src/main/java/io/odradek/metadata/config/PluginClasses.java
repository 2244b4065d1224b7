package io.odradek.metadata.config;

import io.odradek.base.Sentences;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.KafkaPrincipalBuilder;
import org.apache.kafka.common.security.auth.Login;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.server.policy.AlterConfigPolicy;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.apache.kafka.server.quota.ClientQuotaCallback;

/**
 * The classes of users that keys name. They are found as Kafka finds them: by the context class loader of the thread, else by
 * that of Kafka's classes.
 *
 * <p>Stateless; any thread.
 */
public final class PluginClasses {
    /** What the class of a key must be. */
    private static final Map<String, Class<?>> KINDS = Map.of(
            "create.topic.policy.class.name", CreateTopicPolicy.class,
            "alter.config.policy.class.name", AlterConfigPolicy.class,
            "metric.reporters", MetricsReporter.class,
            "principal.builder.class", KafkaPrincipalBuilder.class,
            "client.quota.callback.class", ClientQuotaCallback.class,
            "ssl.engine.factory.class", SslEngineFactory.class,
            "sasl.login.class", Login.class,
            "sasl.login.callback.handler.class", AuthenticateCallbackHandler.class,
            "sasl.server.callback.handler.class", AuthenticateCallbackHandler.class);

    private PluginClasses() {}

    /** Adds what is wrong with the classes that a configuration names. */
    static void check(ConfigValues values, List<String> errors) {
        new TreeMap<>(KINDS).forEach((key, kind) -> {
            Object value = values.get(key);
            List<?> classes = value instanceof List<?> several
                    ? several
                    : Optional.ofNullable(value).stream().toList();
            for (Object each : classes) {
                try {
                    find(key, each, kind);
                } catch (ConfigException e) {
                    errors.add(Sentences.end(String.valueOf(e.getMessage())));
                }
            }
        });
    }

    /**
     * An instance of the class that a key names, made by its constructor without parameters.
     *
     * @throws ConfigException if there is no such class, it is none of that kind, or it cannot be made
     */
    public static <T> T make(String key, Object name, Class<T> kind) {
        Class<? extends T> type = find(key, name, kind);
        try {
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new ConfigException(key + ": the constructor of " + type.getName() + " has failed: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new ConfigException(
                    key + ": " + type.getName() + " needs a public constructor without parameters, and to be public");
        }
    }

    private static <T> Class<? extends T> find(String key, Object name, Class<T> kind) {
        Class<?> type = (Class<?>) ConfigDef.parseType(key, name, ConfigDef.Type.CLASS);
        if (!kind.isAssignableFrom(type)) {
            throw new ConfigException(key + ": " + type.getName() + " is no " + kind.getName());
        }
        return type.asSubclass(kind);
    }
}
