package io.odradek.metadata.config;

/**
 * SASL/OAUTHBEARER.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class OAuthKeys {
    static final String TABLE = """
            sasl.oauthbearer.token.endpoint.url | STRING | null | | MEDIUM
                The URL of the identity provider from which tokens are obtained.
            sasl.oauthbearer.scope | STRING | null | | MEDIUM
                The scope that is asked for in a token.
            sasl.oauthbearer.scope.claim.name | STRING | scope | | LOW
                The claim in which tokens carry their scope.
            sasl.oauthbearer.sub.claim.name | STRING | sub | | LOW
                The claim in which tokens carry their subject.
            sasl.oauthbearer.jwks.endpoint.url | STRING | null | | MEDIUM
                The URL or file of the key set with which tokens are verified.
            sasl.oauthbearer.jwks.endpoint.refresh.ms | LONG | 3600000 | | LOW
                Milliseconds between two readings of the key set.
            sasl.oauthbearer.jwks.endpoint.retry.backoff.ms | LONG | 100 | | LOW
                Milliseconds after which a failed reading of the key set is tried again; doubled at each failure.
            sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms | LONG | 10000 | | LOW
                Milliseconds up to which that wait grows.
            sasl.oauthbearer.clock.skew.seconds | INT | 30 | | LOW
                Seconds by which the clocks of broker and identity provider may differ.
            sasl.oauthbearer.expected.audience | LIST | "" | | HIGH
                Audiences of which a token must name one.
            sasl.oauthbearer.expected.issuer | STRING | null | | HIGH
                The issuer that a token must have.
            sasl.oauthbearer.allow.unverified.audience | BOOLEAN | false | | MEDIUM
                Whether tokens are taken without a check of their audience.
            sasl.oauthbearer.allow.unverified.issuer | BOOLEAN | false | | MEDIUM
                Whether tokens are taken without a check of their issuer.
            sasl.oauthbearer.jwt.retriever.class | CLASS | org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever | | MEDIUM
                The class, a JwtRetriever, that obtains tokens.
            sasl.oauthbearer.jwt.validator.class | CLASS | org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator | | MEDIUM
                The class, a JwtValidator, that checks tokens.
            sasl.oauthbearer.client.credentials.client.id | STRING | null | | MEDIUM
                The client id for the client credentials grant.
            sasl.oauthbearer.client.credentials.client.secret | PASSWORD | null | | MEDIUM
                The client secret for the client credentials grant.
            sasl.oauthbearer.assertion.algorithm | STRING | RS256 | any case {ES256, RS256} | MEDIUM
                The algorithm that signs assertions: RS256 or ES256.
            sasl.oauthbearer.assertion.claim.aud | STRING | null | | MEDIUM
                The audience that assertions name.
            sasl.oauthbearer.assertion.claim.exp.seconds | INT | 300 | 0 to 86400 | LOW
                Seconds for which an assertion is good.
            sasl.oauthbearer.assertion.claim.iss | STRING | null | | MEDIUM
                The issuer that assertions name.
            sasl.oauthbearer.assertion.claim.jti.include | BOOLEAN | false | | MEDIUM
                Whether assertions carry a unique id.
            sasl.oauthbearer.assertion.claim.nbf.seconds | INT | 60 | 0 to 3600 | LOW
                Seconds by which the start of an assertion's validity is set back.
            sasl.oauthbearer.assertion.claim.sub | STRING | null | | MEDIUM
                The subject that assertions name.
            sasl.oauthbearer.assertion.file | STRING | null | | MEDIUM
                A file with an assertion that is ready to be sent.
            sasl.oauthbearer.assertion.private.key.file | STRING | null | | MEDIUM
                The file of the private key that signs assertions.
            sasl.oauthbearer.assertion.private.key.passphrase | PASSWORD | null | | MEDIUM
                The passphrase of that private key.
            sasl.oauthbearer.assertion.template.file | STRING | null | | MEDIUM
                A JSON file with header and claims from which assertions are made.
            """;

    private OAuthKeys() {}
}
