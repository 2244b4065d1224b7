/** One replica of the metadata quorum as a pure state machine (KRaft: KIP-595, 630, 853, 996, 1166, 1186). */
@org.jspecify.annotations.NullMarked
module odradek.raft {
    requires transitive odradek.base;
    requires transitive odradek.protocol;
    requires static transitive org.jspecify;

    exports io.odradek.raft;
}
