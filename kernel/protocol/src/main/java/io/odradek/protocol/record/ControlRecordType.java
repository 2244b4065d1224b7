package io.odradek.protocol.record;

/** Kinds of control records, as the key of each names them (KIP-98, KIP-595, KIP-630, KIP-853). */
public enum ControlRecordType {
    ABORT(0),
    COMMIT(1),
    LEADER_CHANGE(2),
    SNAPSHOT_HEADER(3),
    SNAPSHOT_FOOTER(4),
    KRAFT_VERSION(5),
    KRAFT_VOTERS(6),
    /** A kind that a later version writes; readers pass it over. */
    UNKNOWN(-1);

    private final short id;

    ControlRecordType(int id) {
        this.id = (short) id;
    }

    /** The number in the record's key. */
    public short id() {
        return id;
    }

    /** The kind with that number, {@link #UNKNOWN} if there is none. */
    public static ControlRecordType forId(short id) {
        for (ControlRecordType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
