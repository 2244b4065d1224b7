/** The command-line tools that Apache does not publish as a library. */
@org.jspecify.annotations.NullMarked
module odradek.cli {
    requires static transitive org.jspecify;
    requires odradek.base;
    requires odradek.metadata;
    requires odradek.protocol;
    requires odradek.raft;
    requires odradek.storage;
    requires java.logging;
    requires kafka.clients;
    requires jopt.simple;
}
