/** The runtime that hosts deciders: one writer, records first, replies after the commit. */
@org.jspecify.annotations.NullMarked
module odradek.coordinator {
    requires transitive odradek.base;
    requires transitive odradek.protocol;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.odradek.coordinator;
}
