package io.odradek.metadata.config;

/**
 * SASL.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class SaslKeys {
    static final String TABLE = """
            sasl.enabled.mechanisms | LIST | GSSAPI | | MEDIUM | per-broker
                The SASL mechanisms that are offered to clients.
            sasl.mechanism.inter.broker.protocol | STRING | GSSAPI | | MEDIUM | per-broker
                The SASL mechanism that brokers use among themselves.
            sasl.mechanism.controller.protocol | STRING | GSSAPI | | HIGH
                The SASL mechanism that is used towards controllers.
            sasl.jaas.config | PASSWORD | null | | MEDIUM | per-broker
                The JAAS login for connections of this node, in the format of JAAS files. For servers it takes a
                listener and mechanism prefix.
            sasl.client.callback.handler.class | CLASS | null | | MEDIUM
                The class, an AuthenticateCallbackHandler, for the client side of SASL.
            sasl.server.callback.handler.class | CLASS | null | | MEDIUM
                The class, an AuthenticateCallbackHandler, for the server side of SASL. It takes a listener and
                mechanism prefix.
            sasl.login.callback.handler.class | CLASS | null | | MEDIUM
                The class, an AuthenticateCallbackHandler, for logins. It takes a listener and mechanism prefix.
            sasl.login.class | CLASS | null | | MEDIUM
                The class, a Login, for logins. It takes a listener and mechanism prefix.
            sasl.server.max.receive.size | INT | 524288 | | MEDIUM
                Bytes that one SASL message of a client may have before it is authenticated.
            sasl.kerberos.service.name | STRING | null | | MEDIUM | per-broker
                The Kerberos principal name under which the broker runs.
            sasl.kerberos.kinit.cmd | STRING | /usr/bin/kinit | | MEDIUM | per-broker
                The path of kinit.
            sasl.kerberos.ticket.renew.window.factor | DOUBLE | 0.8 | | MEDIUM | per-broker
                The share of a ticket's life after which it is renewed.
            sasl.kerberos.ticket.renew.jitter | DOUBLE | 0.05 | | MEDIUM | per-broker
                The share of the time to renewal by which it is varied at random.
            sasl.kerberos.min.time.before.relogin | LONG | 60000 | | MEDIUM | per-broker
                Milliseconds between two logins at least.
            sasl.kerberos.principal.to.local.rules | LIST | DEFAULT | | MEDIUM | per-broker
                Rules that make a short name of a Kerberos principal; the first that matches counts.
            sasl.login.refresh.window.factor | DOUBLE | 0.8 | | MEDIUM | per-broker
                The share of a credential's life after which it is refreshed. Only for OAUTHBEARER.
            sasl.login.refresh.window.jitter | DOUBLE | 0.05 | | MEDIUM | per-broker
                The share of a credential's life by which the refresh is varied at random. Only for OAUTHBEARER.
            sasl.login.refresh.min.period.seconds | SHORT | 60 | | MEDIUM | per-broker
                Seconds between two refreshes of a credential at least. Only for OAUTHBEARER.
            sasl.login.refresh.buffer.seconds | SHORT | 300 | | MEDIUM | per-broker
                Seconds before the end of a credential that are kept as a reserve for its refresh. Only for
                OAUTHBEARER.
            sasl.login.connect.timeout.ms | INT | null | | LOW
                Milliseconds that a connection to the identity provider may take. Only for OAUTHBEARER.
            sasl.login.read.timeout.ms | INT | null | | LOW
                Milliseconds that the identity provider may take to answer. Only for OAUTHBEARER.
            sasl.login.retry.backoff.ms | LONG | 100 | | LOW
                Milliseconds after which a failed request to the identity provider is tried again; doubled at each
                failure. Only for OAUTHBEARER.
            sasl.login.retry.backoff.max.ms | LONG | 10000 | | LOW
                Milliseconds up to which that wait grows. Only for OAUTHBEARER.
            """;

    private SaslKeys() {}
}
