/** Kafka's protocol: messages, API keys, error codes, record batches, compression. Pure. */
@org.jspecify.annotations.NullMarked
module odradek.protocol {
    requires static transitive org.jspecify;
    requires transitive odradek.base;
    requires com.github.luben.zstd_jni;
    requires org.lz4.java;
    requires org.xerial.snappy;

    exports io.odradek.protocol;
    exports io.odradek.protocol.compress;
    exports io.odradek.protocol.group;
    exports io.odradek.protocol.log;
    exports io.odradek.protocol.message;
    exports io.odradek.protocol.metadata;
    exports io.odradek.protocol.record;
    exports io.odradek.protocol.transaction;
}
