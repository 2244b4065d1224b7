/** One handler class per API key, the partitions they work on, and the hosts of the coordinators. */
@org.jspecify.annotations.NullMarked
module odradek.broker {
    requires transitive odradek.base;
    requires transitive odradek.coordinator;
    requires transitive odradek.group;
    requires transitive odradek.metadata;
    requires transitive odradek.network;
    requires transitive odradek.protocol;
    requires transitive odradek.quorum;
    requires transitive odradek.replication;
    requires transitive odradek.storage;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.odradek.broker;
    exports io.odradek.broker.admin;
    exports io.odradek.broker.cluster;
    exports io.odradek.broker.controller;
    exports io.odradek.broker.fetch;
    exports io.odradek.broker.group;
    exports io.odradek.broker.node;
    exports io.odradek.broker.offsets;
    exports io.odradek.broker.partition;
    exports io.odradek.broker.produce;
    exports io.odradek.broker.publish;
    exports io.odradek.broker.replication;
    exports io.odradek.broker.quorum;
    exports io.odradek.broker.request;
}
