/** Consumer groups and their committed offsets as pure state machines. */
@org.jspecify.annotations.NullMarked
module odradek.group {
    requires transitive odradek.base;
    requires transitive odradek.protocol;
    requires static transitive org.jspecify;

    exports io.odradek.group;
}
