package io.odradek.metadata.image;

/** Whether a partition's leader was elected cleanly (KIP-704), with the numbers of the metadata records. */
public enum LeaderRecoveryState {
    RECOVERED(0),
    RECOVERING(1);

    private final byte id;

    LeaderRecoveryState(int id) {
        this.id = (byte) id;
    }

    public byte id() {
        return id;
    }

    /** @throws IllegalArgumentException if there is no such number */
    public static LeaderRecoveryState of(byte id) {
        return switch (id) {
            case 0 -> RECOVERED;
            case 1 -> RECOVERING;
            default -> throw new IllegalArgumentException("leader recovery state " + id + " is neither 0 nor 1");
        };
    }
}
