package io.odradek.metadata.config;

/**
 * How quotas are measured, and throttles of a broker.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class QuotaKeys {
    static final String TABLE = """
            quota.window.num | INT | 11 | >= 1 | LOW
                Samples kept to measure client quotas.
            quota.window.size.seconds | INT | 1 | >= 1 | LOW
                Seconds that one sample of client quotas covers.
            controller.quota.window.num | INT | 11 | >= 1 | LOW
                Samples kept to measure quotas on changes of topics.
            controller.quota.window.size.seconds | INT | 1 | >= 1 | LOW
                Seconds that one sample of such quotas covers.
            replication.quota.window.num | INT | 11 | >= 1 | LOW
                Samples kept to measure replication throttles.
            replication.quota.window.size.seconds | INT | 1 | >= 1 | LOW
                Seconds that one sample of replication throttles covers.
            alter.log.dirs.replication.quota.window.num | INT | 11 | >= 1 | LOW
                Samples kept to measure the throttle of moves between log folders.
            alter.log.dirs.replication.quota.window.size.seconds | INT | 1 | >= 1 | LOW
                Seconds that one sample of that throttle covers.
            client.quota.callback.class | CLASS | null | | LOW
                The class, a ClientQuotaCallback, that decides the quotas of clients.
            """;

    private QuotaKeys() {}
}
