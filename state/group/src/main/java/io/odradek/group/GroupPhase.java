package io.odradek.group;

/** Where a classic group stands in its life; the names are those of DescribeGroups and ListGroups. */
public enum GroupPhase {
    /** No members; perhaps committed offsets. */
    EMPTY("Empty"),
    /** Members are to join again. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** Members have joined and wait for the leader's assignment. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    /** Every member has an assignment. */
    STABLE("Stable"),
    /** Gone; only ever seen in answers. */
    DEAD("Dead");

    private final String shown;

    GroupPhase(String shown) {
        this.shown = shown;
    }

    public String shown() {
        return shown;
    }
}
