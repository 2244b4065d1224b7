package io.odradek.raft;

/** The levels of {@code kraft.version} that a replica can run, both ends included. */
public record SupportedVersions(short min, short max) {
    /** What a voter is taken to run of which nothing is known: the static quorum alone. */
    public static final SupportedVersions STATIC_ONLY = new SupportedVersions((short) 0, (short) 0);

    /** What this release runs. */
    public static final SupportedVersions OURS = new SupportedVersions((short) 0, (short) 1);

    public boolean covers(int level) {
        return min <= level && level <= max;
    }
}
