package io.odradek.server;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beans of one node in the JVM's own JMX server: {@code io.odradek:type=NodeCondition,cluster=ID,node=N}.
 *
 * <p>Any thread.
 */
final class JmxBeans implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JmxBeans.class);

    private Optional<ObjectName> registered = Optional.empty(); // guarded by this
    private boolean closed; // guarded by this

    /** Shows a node. A second one of the same name in this JVM is not shown. */
    synchronized void show(NodeCondition condition, String clusterId, int nodeId) {
        if (closed) {
            return;
        }
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = new ObjectName(
                    "io.odradek:type=NodeCondition,cluster=" + ObjectName.quote(clusterId) + ",node=" + nodeId);
            server.registerMBean(condition, name);
            registered = Optional.of(name);
        } catch (JMException e) {
            LOG.warn("This node is not shown in JMX: {}", e.toString());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        registered.ifPresent(name -> {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            } catch (JMException e) {
                LOG.warn("This node is shown in JMX though it has ended: {}", e.toString());
            }
        });
        registered = Optional.empty();
    }
}
