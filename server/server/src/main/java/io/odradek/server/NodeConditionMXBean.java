package io.odradek.server;

import java.util.List;

/** What of a node an operator must see to mend it, as JMX tools show it. Any thread. */
public interface NodeConditionMXBean {
    /** How many things could not be done so far and are tried again until they are. */
    int getOutstandingCount();

    /** Each of them in a sentence: what, why, how often it was tried. */
    List<String> getOutstanding();

    /** How many closed segments hold what was not written to them. */
    int getDamagedSegmentCount();

    /** Each of them in a sentence: its file, the first offset that cannot be read, what is wrong. */
    List<String> getDamagedSegments();

    /** Bytes of closed segments that were checked since the start. */
    long getCheckedBytes();

    /** Passes over all closed segments that have ended since the start. */
    long getCheckedPasses();
}
