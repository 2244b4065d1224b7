package io.odradek.protocol.oracle;

import io.odradek.protocol.Message;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.Schema;

/** A message class of ours and Kafka's class for the same message. */
final class Twin {
    private final Class<? extends Message> ours;
    private final Class<? extends org.apache.kafka.common.protocol.Message> theirs;
    private final MethodHandle read;
    private final Message prototype;

    Twin(Class<? extends Message> ours, Class<? extends org.apache.kafka.common.protocol.Message> theirs) {
        this.ours = ours;
        this.theirs = theirs;
        try {
            this.read = MethodHandles.lookup()
                    .findStatic(ours, "read", MethodType.methodType(ours, WireReader.class, short.class))
                    .asType(MethodType.methodType(Message.class, WireReader.class, short.class));
            this.prototype = ours.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    short lowest() {
        return prototype.lowestSupportedVersion();
    }

    short highest() {
        return prototype.highestSupportedVersion();
    }

    Class<? extends Message> ours() {
        return ours;
    }

    /** Kafka's description of the layout in a version. */
    Schema schema(short version) {
        try {
            return ((Schema[]) theirs.getField("SCHEMAS").get(null))[version];
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    Message newOurs() {
        try {
            return ours.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    org.apache.kafka.common.protocol.Message newTheirs() {
        try {
            return theirs.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    Message readOurs(ByteBuffer bytes, short version) {
        WireReader in = new WireReader(bytes);
        Message message = readOurs(in, version);
        if (in.remaining() > 0) {
            throw new AssertionError(this + " v" + version + " left " + in.remaining() + " bytes");
        }
        return message;
    }

    /** Reads without asking for the whole of the bytes. */
    Message readOurs(WireReader in, short version) {
        try {
            return (Message) read.invokeExact(in, version);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    org.apache.kafka.common.protocol.Message readTheirs(ByteBuffer bytes, short version) {
        org.apache.kafka.common.protocol.Message message = newTheirs();
        message.read(new ByteBufferAccessor(bytes.duplicate()), version);
        return message;
    }

    static ByteBuffer writeOurs(Message message, short version) {
        int size = message.size(version);
        ByteBuffer buffer = ByteBuffer.allocate(size);
        WireWriter out = WireWriter.copying(buffer);
        message.write(out, version);
        if (out.position() != size) {
            throw new AssertionError("size says " + size + ", written are " + out.position() + " bytes: " + message);
        }
        return out.written();
    }

    static ByteBuffer writeTheirs(org.apache.kafka.common.protocol.Message message, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer buffer = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(buffer), cache, version);
        return buffer.flip();
    }

    @Override
    public String toString() {
        return ours.getName().substring("io.odradek.protocol.".length());
    }
}
