/** The metadata log and its backends. */
@org.jspecify.annotations.NullMarked
module odradek.quorum {
    requires transitive odradek.base;
    requires transitive odradek.protocol;
    requires transitive odradek.raft;
    requires transitive odradek.network;
    requires transitive odradek.storage;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.odradek.quorum;
}
