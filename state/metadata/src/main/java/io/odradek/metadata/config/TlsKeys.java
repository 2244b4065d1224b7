package io.odradek.metadata.config;

/**
 * TLS, called SSL in names that are older than the protocol's.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class TlsKeys {
    static final String TABLE = """
            ssl.protocol | STRING | TLSv1.3 | | MEDIUM | per-broker
                The newest TLS version that is offered when a connection is set up.
            ssl.provider | STRING | null | | MEDIUM | per-broker
                The security provider for TLS. The default is the JVM's own.
            ssl.cipher.suites | LIST | "" | | MEDIUM | per-broker
                The cipher suites that are allowed. An empty list allows all that the provider has on.
            ssl.enabled.protocols | LIST | TLSv1.2,TLSv1.3 | | MEDIUM | per-broker
                The TLS versions that are allowed.
            ssl.keystore.type | STRING | JKS | | MEDIUM | per-broker
                The format of the key store: JKS, PKCS12 or PEM.
            ssl.keystore.location | STRING | null | | MEDIUM | per-broker
                The file of the key store.
            ssl.keystore.password | PASSWORD | null | | MEDIUM | per-broker
                The password of the key store. PEM files have none.
            ssl.keystore.key | PASSWORD | null | | MEDIUM | per-broker
                The private key as PEM text, PKCS#8. ssl.key.password decrypts it if it is encrypted.
            ssl.keystore.certificate.chain | PASSWORD | null | | MEDIUM | per-broker
                The certificate chain as PEM text, X.509.
            ssl.key.password | PASSWORD | null | | MEDIUM | per-broker
                The password of the private key.
            ssl.truststore.type | STRING | JKS | | MEDIUM | per-broker
                The format of the trust store: JKS, PKCS12 or PEM.
            ssl.truststore.location | STRING | null | | MEDIUM | per-broker
                The file of the trust store.
            ssl.truststore.password | PASSWORD | null | | MEDIUM | per-broker
                The password of the trust store. Without it the store is used but not checked. PEM files have none.
            ssl.truststore.certificates | PASSWORD | null | | MEDIUM | per-broker
                The trusted certificates as PEM text, X.509.
            ssl.keymanager.algorithm | STRING | SunX509 | | MEDIUM | per-broker
                The algorithm of the key manager factory.
            ssl.trustmanager.algorithm | STRING | PKIX | | MEDIUM | per-broker
                The algorithm of the trust manager factory.
            ssl.secure.random.implementation | STRING | null | | LOW | per-broker
                The random number generator for TLS.
            ssl.endpoint.identification.algorithm | STRING | https | | LOW | per-broker
                How the name of a server is checked against its certificate; empty for not at all.
            ssl.engine.factory.class | CLASS | null | | LOW | per-broker
                The class, an SslEngineFactory, that makes TLS engines.
            ssl.client.auth | STRING | none | {required, requested, none} | MEDIUM | per-broker
                Whether clients must show a certificate: required, requested or none.
            ssl.principal.mapping.rules | STRING | DEFAULT | | LOW
                Rules that make a short name of a certificate's distinguished name, separated by commas; the first
                that matches counts.
            ssl.allow.dn.changes | BOOLEAN | false | | LOW
                Whether a new certificate, set while running, may have another distinguished name.
            ssl.allow.san.changes | BOOLEAN | false | | LOW
                Whether a new certificate, set while running, may lack alternative names of the old one.
            """;

    private TlsKeys() {}
}
