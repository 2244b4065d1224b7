package io.odradek.protocol.generator;

/** Names of the types that tell the records of one log apart. */
final class RecordTypes {
    private RecordTypes() {}

    /** The enum of the package's record types, for example {@code GroupRecordType}. */
    static String enumName(String packageName) {
        return prefix(packageName) + "RecordType";
    }

    /** The interface of the package's record keys. */
    static String keyInterface(String packageName) {
        return prefix(packageName) + "RecordKey";
    }

    /** The interface of the package's record values. */
    static String valueInterface(String packageName) {
        return prefix(packageName) + "RecordValue";
    }

    private static String prefix(String packageName) {
        String last = packageName.substring(packageName.lastIndexOf('.') + 1);
        return Character.toUpperCase(last.charAt(0)) + last.substring(1);
    }
}
