/** Listeners, framing, pipelined ordered responses and backpressure, on Netty. */
@org.jspecify.annotations.NullMarked
module odradek.network {
    requires transitive odradek.base;
    requires transitive odradek.protocol;
    requires odradek.storage;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.odradek.network;
}
