package io.odradek.storage.log;

import java.util.Locale;
import java.util.OptionalLong;

/** Names of the files in a partition's folder: an offset of 20 digits and a suffix, as in Kafka. Stateless. */
public final class LogFiles {
    /** Record batches. */
    public static final String LOG = ".log";

    /** Offset index. */
    public static final String INDEX = ".index";

    /** Time index. */
    public static final String TIME_INDEX = ".timeindex";

    /** Aborted transactions; only there if there are any. */
    public static final String TXN_INDEX = ".txnindex";

    /** Producer state before the offset of the name. */
    public static final String SNAPSHOT = ".snapshot";

    /** Added to the name of a file that is to be deleted. */
    public static final String DELETED = ".deleted";

    /** Added to the names of what compaction is still writing. */
    public static final String CLEANED = ".cleaned";

    /** Added to the names of what compaction has finished and is putting in place. */
    public static final String SWAP = ".swap";

    private static final int DIGITS = 20;

    private LogFiles() {}

    /** The file's name. */
    public static String name(long offset, String suffix) {
        return String.format(Locale.ROOT, "%020d", offset) + suffix;
    }

    /** The offset in a name of exactly this suffix; empty if the name is another kind of file's. */
    public static OptionalLong offset(String name, String suffix) {
        if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < DIGITS; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        try {
            return OptionalLong.of(Long.parseLong(name, 0, DIGITS, 10));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
