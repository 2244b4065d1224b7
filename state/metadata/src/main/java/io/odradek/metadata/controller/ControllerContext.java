package io.odradek.metadata.controller;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ConfigResource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration with which the controller decides: its file's, and over it what the cluster has set. The last answer is
 * remembered for as long as what was set stays the same object.
 *
 * <p>Any thread.
 */
public final class ControllerContext {
    private record Memo(Map<String, String> clusterWide, Map<String, String> perBroker, BrokerConfig config) {}

    private final BrokerConfig fileConfig;
    private final Policies policies;
    private volatile @Nullable Memo last;

    /** For what only reads the configuration: nobody is asked about changes. */
    public ControllerContext(BrokerConfig fileConfig) {
        this(fileConfig, Policies.NONE);
    }

    public ControllerContext(BrokerConfig fileConfig, Policies policies) {
        this.fileConfig = fileConfig;
        this.policies = policies;
    }

    /** What users' classes say of changes. */
    public Policies policies() {
        return policies;
    }

    /** The configuration in effect in {@code image}. */
    @SuppressWarnings("ReferenceEquality") // Identity is enough, and cheap: an image shares what did not change.
    public BrokerConfig config(ClusterImage image) {
        Map<String, String> clusterWide = image.configs().of(ConfigResource.allBrokers());
        Map<String, String> perBroker = image.configs().of(ConfigResource.broker(fileConfig.nodeId()));
        Memo memo = last;
        if (memo == null || memo.clusterWide != clusterWide || memo.perBroker != perBroker) {
            memo = new Memo(clusterWide, perBroker, fileConfig.withUsable(clusterWide, perBroker));
            last = memo;
        }
        return memo.config;
    }
}
