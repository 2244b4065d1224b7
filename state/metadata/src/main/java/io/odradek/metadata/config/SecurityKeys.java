package io.odradek.metadata.config;

/**
 * Authentication and authorization that is neither TLS nor SASL.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class SecurityKeys {
    static final String TABLE = """
            authorizer.class.name | STRING | "" | non-null | LOW
                The class, an org.apache.kafka.server.authorizer.Authorizer, that decides who may do what. Empty for
                no authorization.
            principal.builder.class | CLASS | org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder | | MEDIUM | per-broker
                The class, a KafkaPrincipalBuilder, that makes the principal of a connection from what authenticated
                it.
            security.providers | STRING | null | | LOW
                Classes, SecurityProviderCreator implementations, whose security providers are installed.
            connections.max.reauth.ms | LONG | 0 | | MEDIUM
                Milliseconds after which a SASL connection must authenticate again or is closed; 0 for never
                (KIP-368).
            delegation.token.secret.key | PASSWORD | null | | MEDIUM
                The secret with which delegation tokens are signed, the same on all brokers and controllers.
            delegation.token.max.lifetime.ms | LONG | 604800000 | >= 1 | MEDIUM
                Milliseconds for which a delegation token can be used, renewals included.
            delegation.token.expiry.time.ms | LONG | 86400000 | >= 1 | MEDIUM
                Milliseconds after which a delegation token must be renewed.
            delegation.token.expiry.check.interval.ms | LONG | 3600000 | >= 1 | LOW
                Milliseconds between two looks for delegation tokens that have expired.
            """;

    private SecurityKeys() {}
}
