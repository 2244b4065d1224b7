package io.odradek.metadata.config;

/**
 * Classic consumer groups. Immutable.
 *
 * @param minSessionTimeoutMs shortest session timeout a member may ask for
 * @param maxSessionTimeoutMs longest session timeout a member may ask for
 * @param initialRebalanceDelayMs milliseconds to wait for more members before the first rebalance
 * @param maxSize members of one group
 */
public record ClassicGroupSettings(
        int minSessionTimeoutMs, int maxSessionTimeoutMs, int initialRebalanceDelayMs, int maxSize) {

    static ClassicGroupSettings of(ConfigValues values) {
        return new ClassicGroupSettings(
                values.integer("group.min.session.timeout.ms"),
                values.integer("group.max.session.timeout.ms"),
                values.integer("group.initial.rebalance.delay.ms"),
                values.integer("group.max.size"));
    }
}
