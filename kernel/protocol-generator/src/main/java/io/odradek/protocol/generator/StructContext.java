package io.odradek.protocol.generator;

/**
 * What an emitter of one structure's methods works with.
 *
 * @param message the message that the structure belongs to
 * @param out where the code goes
 */
record StructContext(MessageSpec message, StructSpec struct, SourceWriter out) {
    /** That the field stands in the body of the structure, not among its tagged fields. */
    Condition inBody(FieldSpec field) {
        Condition taggedWherePresent =
                Condition.versionIn(field.taggedVersions(), field.versions().intersect(struct.versions()));
        return present(field).and(taggedWherePresent.not());
    }

    /** That the field is a tagged field. */
    Condition tagged(FieldSpec field) {
        return Condition.versionIn(field.taggedVersions().intersect(field.versions()), struct.versions());
    }

    /** That the version has the field. */
    Condition present(FieldSpec field) {
        return Condition.versionIn(field.versions(), struct.versions());
    }

    /** That the field may be null, when the version has it. */
    Condition nullable(FieldSpec field) {
        return Condition.versionIn(field.nullableVersions(), field.versions().intersect(struct.versions()));
    }

    /** That the version is flexible (KIP-482). */
    Condition flexible() {
        return Condition.versionIn(message.flexibleVersions(), message.validVersions());
    }

    /** The argument that tells the reader or writer whether the field's length is compact. */
    String compact(FieldSpec field) {
        VersionRange own = field.flexibleVersions();
        return own == null
                ? "flexible"
                : Condition.versionIn(own, struct.versions()).text();
    }

    /** The same as text that uses the local {@code flexible} where it depends on the version. */
    Condition flexibleLocal() {
        Condition flexible = flexible();
        return flexible.isAlways() || flexible.isNever() ? flexible : new Condition("flexible");
    }

    /** Declares the local {@code flexible} if a method over all fields uses it. */
    void declareFlexible() {
        boolean conditional = !flexible().isAlways() && !flexible().isNever();
        if (conditional || struct.fields().stream().anyMatch(StructContext::hasLength)) {
            out.line("boolean flexible = %s;", flexible().text());
        }
    }

    /** Declares the local {@code flexible} if a method over one field uses it. */
    void declareFlexible(FieldSpec field) {
        if (hasLength(field)) {
            out.line("boolean flexible = %s;", flexible().text());
        }
    }

    private static boolean hasLength(FieldSpec field) {
        return switch (field.type()) {
            case FieldType.Scalar _, FieldType.StructOf _ -> false;
            case FieldType.Sized _, FieldType.ArrayOf _ -> true;
        };
    }
}
