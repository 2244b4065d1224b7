package io.odradek.benchmarks.load;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.RequestHeader;
import java.nio.ByteBuffer;

/** Encodes whole requests: size prefix, header, body. Pure. */
public final class Frames {
    private static final String CLIENT_ID = "odradek-benchmarks";

    private Frames() {}

    /** The frame in a direct buffer that is ready to be sent; its correlation id is at index 8. */
    public static ByteBuffer encode(RequestMessage request, short version, int correlationId) {
        ApiKey api = request.apiKey();
        RequestHeader header = new RequestHeader()
                .setRequestApiKey(api.id())
                .setRequestApiVersion(version)
                .setCorrelationId(correlationId)
                .setClientId(CLIENT_ID);
        short headerVersion = api.requestHeaderVersion(version);
        int size = header.size(headerVersion) + request.size(version);
        ByteBuffer frame = ByteBuffer.allocateDirect(Integer.BYTES + size);
        WireWriter out = WireWriter.copying(frame);
        out.writeInt(size);
        header.write(out, headerVersion);
        request.write(out, version);
        return out.written();
    }
}
