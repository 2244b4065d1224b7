/** One partition's replica as a pure state machine. */
@org.jspecify.annotations.NullMarked
module odradek.replication {
    requires transitive odradek.base;
    requires transitive odradek.protocol;
    requires static transitive org.jspecify;

    exports io.odradek.replication;
}
