package io.odradek.metadata.config;

/**
 * What a node is, where it listens and how many clients it lets in.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class NodeKeys {
    static final String TABLE = """
            process.roles | LIST | required | non-empty {broker, controller} | HIGH
                The roles of this node: broker, controller, or both. Without it the node takes both roles and is a
                cluster of its own.
            node.id | INT | required | >= 0 | HIGH
                The number of this node, unique in the cluster, zero or more. broker.id is the older name of the
                same thing.
            broker.id | INT | -1 | | HIGH
                The older name of node.id. If both are written they must agree.
            broker.rack | STRING | null | | MEDIUM
                The rack or availability zone of this broker. Replicas of a partition are spread over racks.
            initial.broker.registration.timeout.ms | INT | 60000 | | MEDIUM
                Milliseconds a broker tries to register with the controller at its start before it gives up and
                exits.
            broker.heartbeat.interval.ms | INT | 2000 | | MEDIUM
                Milliseconds between two heartbeats that a broker sends to the active controller.
            broker.session.timeout.ms | INT | 9000 | | MEDIUM
                Milliseconds without a heartbeat after which the controller fences a broker and moves its
                leaderships.
            controlled.shutdown.enable | BOOLEAN | true | | MEDIUM
                Whether a broker moves its leaderships to other brokers before it stops.
            server.max.startup.time.ms | LONG | 9223372036854775807 | >= 0 | MEDIUM | internal
                Milliseconds a node may take to start before it gives up.
            listeners | LIST | PLAINTEXT://:9092 | non-empty | HIGH | per-broker
                The listeners of this node, each written NAME://host:port. An empty host means every address of the
                machine. Names must be unique, and so must ports unless the addresses differ.
            advertised.listeners | LIST | null | non-empty | HIGH
                What clients are told to connect to, written as in listeners. When it is not set, each client is
                told the address on which it came in.
            listener.security.protocol.map | STRING | SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT | | LOW | per-broker
                The security protocol of each listener name, written NAME:PROTOCOL and separated by commas.
            inter.broker.listener.name | STRING | null | | MEDIUM
                The listener that brokers use among themselves. Only one of this and security.inter.broker.protocol
                may be set.
            security.inter.broker.protocol | STRING | PLAINTEXT | {PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL} | MEDIUM
                The security protocol that brokers use among themselves, when inter.broker.listener.name is not set.
            controller.listener.names | LIST | required | non-empty | HIGH
                The names of the listeners on which controllers are reached, the preferred one first.
            early.start.listeners | LIST | null | | HIGH
                Listeners that accept requests before authorization data is complete. The default is the controller
                listeners.
            num.network.threads | INT | 3 | >= 1 | HIGH | cluster-wide
                Threads that receive requests and send responses for each listener.
            num.io.threads | INT | 8 | >= 1 | HIGH | cluster-wide
                Threads that process requests, disk work included.
            background.threads | INT | 10 | >= 1 | HIGH | cluster-wide
                Threads for background tasks, such as deleting old segments.
            queued.max.requests | INT | 500 | >= 1 | HIGH
                Requests that may wait to be processed before no more is read from connections.
            queued.max.request.bytes | LONG | -1 | | MEDIUM
                Bytes of requests that may wait to be processed before no more is read from connections; -1 for no
                limit.
            request.timeout.ms | INT | 30000 | | HIGH
                Milliseconds that the node waits for the answer to a request of its own before it tries again or
                fails.
            socket.send.buffer.bytes | INT | 102400 | | HIGH
                Bytes of the SO_SNDBUF buffer of server sockets; -1 leaves it to the operating system.
            socket.receive.buffer.bytes | INT | 102400 | | HIGH
                Bytes of the SO_RCVBUF buffer of server sockets; -1 leaves it to the operating system.
            socket.request.max.bytes | INT | 104857600 | >= 1 | HIGH
                Bytes that one request may have. A larger one closes its connection before any memory is set aside.
            socket.listen.backlog.size | INT | 4096 | >= 1 | MEDIUM
                Connections that may wait to be accepted. The operating system may cap it lower. Kafka's default of 50
                makes clients of a large fleet wait for seconds when they all come at once.
            socket.connection.setup.timeout.ms | LONG | 10000 | | MEDIUM
                Milliseconds an outgoing connection may take to be set up at the first attempt; doubled at each
                failure.
            socket.connection.setup.timeout.max.ms | LONG | 30000 | | MEDIUM
                Milliseconds up to which socket.connection.setup.timeout.ms grows.
            max.connections | INT | 2147483647 | >= 0 | MEDIUM | cluster-wide
                Connections the broker accepts in all. With a listener.name.<name>. prefix it limits one listener.
            max.connections.per.ip | INT | 2147483647 | >= 0 | MEDIUM | cluster-wide
                Connections accepted from one IP address. With 0, only addresses in max.connections.per.ip.overrides
                may connect.
            max.connections.per.ip.overrides | STRING | "" | | MEDIUM | cluster-wide
                Exceptions to max.connections.per.ip, written hostOrIp:count and separated by commas.
            max.connection.creation.rate | INT | 2147483647 | >= 0 | MEDIUM | cluster-wide
                New connections per second the broker accepts. With a listener.name.<name>. prefix it limits one
                listener.
            connections.max.idle.ms | LONG | 600000 | | MEDIUM
                Milliseconds without a request after which a connection is closed.
            connection.failed.authentication.delay.ms | INT | 100 | >= 0 | LOW
                Milliseconds by which the answer to a failed authentication is held back. Must be less than
                connections.max.idle.ms.
            max.request.partition.size.limit | INT | 2000 | >= 1 | MEDIUM
                Partitions that one request may ask for in DescribeTopicPartitions.
            fetch.max.bytes | INT | 57671680 | >= 1024 | MEDIUM
                Bytes that one fetch response returns at most. A first batch that is larger is still returned, so
                that the consumer gets on.
            max.incremental.fetch.session.cache.slots | INT | 1000 | >= 0 | MEDIUM
                Incremental fetch sessions (KIP-227) that the broker keeps.
            fetch.purgatory.purge.interval.requests | INT | 1000 | | MEDIUM
                Finished fetch requests that may gather among the waiting ones before they are purged.
            producer.purgatory.purge.interval.requests | INT | 1000 | | MEDIUM
                Finished produce requests that may gather among the waiting ones before they are purged.
            delete.records.purgatory.purge.interval.requests | INT | 1 | | MEDIUM
                Finished DeleteRecords requests that may gather among the waiting ones before they are purged.
            share.fetch.purgatory.purge.interval.requests | INT | 1000 | | MEDIUM
                Finished share-fetch requests that may gather among the waiting ones before they are purged.
            config.providers | LIST | "" | | LOW | cluster-wide
                Names of the configuration providers whose ${name:path:key} references are replaced in values.
            unstable.api.versions.enable | BOOLEAN | false | | HIGH | internal
                Whether API versions that are still being developed are offered to clients.
            unstable.feature.versions.enable | BOOLEAN | false | | HIGH | internal
                Whether feature levels that are still being developed may be finalized.
            """;

    private NodeKeys() {}
}
