/** Checked invariants, limits, ids and the seams through which time comes in. Pure. */
@org.jspecify.annotations.NullMarked
module odradek.base {
    requires static transitive org.jspecify;

    exports io.odradek.base;
}
