package io.odradek.protocol.compress;

/**
 * The codec of each type. A codec's library (and its native code) is loaded when the codec is first asked for, so that a
 * broker whose producers do not use one never pays for it. Any thread.
 */
public final class Codecs {
    private Codecs() {}

    /**
     * The codec of {@code type}.
     *
     * @throws CodecUnavailableException if its library is missing or its native code does not load here
     */
    public static Codec of(CompressionType type) {
        try {
            return switch (type) {
                case NONE -> IdentityCodec.INSTANCE;
                case GZIP -> GzipCodec.INSTANCE;
                case SNAPPY -> SnappyCodec.INSTANCE;
                case LZ4 -> Lz4Codec.INSTANCE;
                case ZSTD -> ZstdCodec.INSTANCE;
            };
        } catch (LinkageError e) {
            throw new CodecUnavailableException(type, e);
        }
    }
}
