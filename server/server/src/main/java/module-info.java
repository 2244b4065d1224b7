/** Assembly and main: the only place that makes threads, clocks, chance, sockets and disks. */
@org.jspecify.annotations.NullMarked
module odradek.server {
    requires transitive odradek.base;
    requires transitive odradek.broker;
    requires info.picocli;
    requires io.netty.common;
    requires java.logging;
    requires java.management;
    requires kafka.clients;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.odradek.server;

    opens io.odradek.server to
            info.picocli;
}
