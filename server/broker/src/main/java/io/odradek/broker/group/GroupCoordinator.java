package io.odradek.broker.group;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.broker.partition.Partition;
import io.odradek.group.GroupSettings;
import io.odradek.group.GroupShard;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The group coordinators of this broker, one for each partition of {@code __consumer_offsets} that it leads.
 *
 * <p>Any thread.
 */
public final class GroupCoordinator {
    /** The topic that groups and committed offsets are kept in. */
    public static final String OFFSETS_TOPIC = "__consumer_offsets";

    private final GroupRuntimeSeams seams;
    private final GroupMachine machine;
    private final int loadBufferBytes;
    private final Map<Integer, GroupHost> hosts = new ConcurrentHashMap<>();
    private volatile int partitions;

    /**
     * @param partitions {@code offsets.topic.num.partitions}: how many there will be, until the topic exists
     * @param loadBufferBytes {@code offsets.load.buffer.size}
     * @param ids makes the random part of member ids
     */
    public GroupCoordinator(
            GroupRuntimeSeams seams, GroupSettings settings, int partitions, int loadBufferBytes, Supplier<Uuid> ids) {
        this.seams = seams;
        this.machine = new GroupMachine(() -> new GroupShard(settings, ids));
        this.partitions = partitions;
        this.loadBufferBytes = loadBufferBytes;
    }

    /** The offsets topic has this many partitions. */
    public void partitionCount(int count) {
        partitions = count;
    }

    /** The partition of the offsets topic that a group belongs to, as in Kafka. */
    public int partitionFor(String groupId) {
        int hash = groupId.hashCode();
        return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % partitions;
    }

    /** Coordinates the groups of a partition that this broker leads now. Nothing happens if it does so in this epoch. */
    public void lead(Partition partition, int leaderEpoch) {
        int index = partition.topicPartition().partition();
        hosts.computeIfAbsent(
                        index,
                        number -> new GroupHost(new TopicPartition(OFFSETS_TOPIC, number).toString(), seams, machine))
                .lead(partition, leaderEpoch, loadBufferBytes);
    }

    /** The partition is led elsewhere, or deleted. */
    public void resign(int partition) {
        GroupHost host = hosts.remove(partition);
        if (host != null) {
            host.resign();
        }
    }

    /** Whether this broker coordinates the groups of a partition of the offsets topic, loaded or not. */
    public boolean coordinates(int partition) {
        return hosts.containsKey(partition);
    }

    /** Stops all coordinators. */
    public void stop() {
        hosts.keySet().forEach(this::resign);
    }

    /** Forgets what groups have committed for topics that are deleted. */
    public void topicsDeleted(Collection<String> topics) {
        hosts.values().forEach(host -> host.runToTheEnd((shard, _) -> shard.topicsDeleted(topics)));
    }

    /** Forgets what has outlived its retention. */
    public void expire() {
        hosts.values().forEach(host -> host.runToTheEnd(GroupShard::expire));
    }

    /**
     * The coordinator of a group.
     *
     * @throws ApiException INVALID_GROUP_ID for a group id that is empty, NOT_COORDINATOR if another broker coordinates it
     */
    GroupHost host(String groupId) {
        if (groupId.isEmpty()) {
            throw new ApiException(ErrorCode.INVALID_GROUP_ID, "The group id must not be empty");
        }
        return hostAllowingEmpty(groupId);
    }

    /**
     * As {@link #host}, also for the empty group id: consumers without a group may commit offsets under it, so that it can be
     * looked at and deleted.
     */
    GroupHost hostAllowingEmpty(String groupId) {
        GroupHost host = hosts.get(partitionFor(groupId));
        if (host == null) {
            throw new ApiException(ErrorCode.NOT_COORDINATOR, "This broker does not coordinate the group " + groupId);
        }
        return host;
    }

    /** All coordinators on this broker. */
    Collection<GroupHost> hosts() {
        return hosts.values();
    }
}
