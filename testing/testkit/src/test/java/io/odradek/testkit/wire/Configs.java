package io.odradek.testkit.wire;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeConfigsRequest;
import io.odradek.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.odradek.protocol.message.DescribeConfigsResponse;
import io.odradek.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Reads and changes configs. */
public final class Configs {
    private Configs() {}

    /** What a config belongs to: its resource type and its name. */
    public record Resource(byte type, String name) {
        public static Resource topic(String name) {
            return new Resource((byte) 2, name);
        }

        public static Resource broker(String id) {
            return new Resource((byte) 4, id);
        }

        /** The dynamic defaults of all brokers. */
        public static Resource brokerDefaults() {
            return broker("");
        }
    }

    /** How a config is changed. */
    public enum Operation {
        SET,
        DELETE,
        APPEND,
        SUBTRACT
    }

    /** Changes a config and returns what became of that. */
    public static AlterConfigsResourceResponse alter(
            WireClient client, Resource resource, Operation operation, String key, @Nullable String value) {
        AlterConfigsResource change = new AlterConfigsResource()
                .setResourceType(resource.type())
                .setResourceName(resource.name())
                .setConfigs(List.of(new AlterableConfig()
                        .setName(key)
                        .setConfigOperation((byte) operation.ordinal())
                        .setValue(value)));
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest().setResources(List.of(change));
        return client.ask(request, IncrementalAlterConfigsResponse.class)
                .responses()
                .getFirst();
    }

    /** Sets a config; that must succeed. */
    public static void set(WireClient client, Resource resource, String key, String value) {
        change(client, resource, Operation.SET, key, value);
    }

    /** Changes a config; that must succeed. */
    public static void change(
            WireClient client, Resource resource, Operation operation, String key, @Nullable String value) {
        AlterConfigsResourceResponse result = alter(client, resource, operation, key, value);
        Assertions.assertThat(ErrorCode.forCode(result.errorCode()))
                .as("%s %s of %s: %s", operation, key, resource, result.errorMessage())
                .isEqualTo(ErrorCode.NONE);
    }

    /** One config with its source and synonyms. */
    public static DescribeConfigsResourceResult describe(WireClient client, Resource resource, String key) {
        return describeKeys(client, resource, List.of(key)).getFirst();
    }

    /** Every config that is shown. */
    public static List<DescribeConfigsResourceResult> describeAll(WireClient client, Resource resource) {
        return describeKeys(client, resource, null);
    }

    private static List<DescribeConfigsResourceResult> describeKeys(
            WireClient client, Resource resource, @Nullable List<String> keys) {
        DescribeConfigsRequest request = new DescribeConfigsRequest()
                .setIncludeSynonyms(true)
                .setResources(List.of(new DescribeConfigsResource()
                        .setResourceType(resource.type())
                        .setResourceName(resource.name())
                        .setConfigurationKeys(keys)));
        return client.ask(request, DescribeConfigsResponse.class)
                .results()
                .getFirst()
                .configs();
    }
}
