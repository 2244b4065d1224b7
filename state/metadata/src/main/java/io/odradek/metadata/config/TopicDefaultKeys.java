package io.odradek.metadata.config;

/**
 * Creation and deletion of topics, and the policies consulted for it.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class TopicDefaultKeys {
    static final String TABLE = """
            num.partitions | INT | 1 | >= 1 | MEDIUM
                Partitions of a topic that is created without a number of its own.
            default.replication.factor | INT | 1 | | MEDIUM
                Replicas of each partition of a topic that is created without a number of its own.
            auto.create.topics.enable | BOOLEAN | true | | HIGH
                Whether a client that asks for a topic that does not exist creates it by that.
            delete.topic.enable | BOOLEAN | true | | HIGH
                Whether topics can be deleted. When false, DeleteTopics is refused.
            create.topic.policy.class.name | CLASS | null | | LOW
                The class, an org.apache.kafka.server.policy.CreateTopicPolicy, that may refuse new topics.
            alter.config.policy.class.name | CLASS | null | | LOW
                The class, an org.apache.kafka.server.policy.AlterConfigPolicy, that may refuse changes of
                configuration.
            auto.leader.rebalance.enable | BOOLEAN | true | | HIGH
                Whether leadership goes back to the preferred replicas from time to time.
            leader.imbalance.check.interval.seconds | LONG | 300 | >= 1 | HIGH
                Seconds between two looks for partitions that are not led by their preferred replica.
            unclean.leader.election.enable | BOOLEAN | false | | HIGH | cluster-wide
                Whether a replica outside the in-sync replicas may become leader as a last resort, at the price of
                lost records.
            unclean.leader.election.interval.ms | LONG | 300000 | >= 1 | MEDIUM | internal
                Milliseconds between two looks for partitions without a leader that may be given an unclean one.
            min.insync.replicas | INT | 1 | >= 1 | HIGH | cluster-wide
                In-sync replicas, the leader included, without which a produce request with acks=all is refused.
            """;

    private TopicDefaultKeys() {}
}
