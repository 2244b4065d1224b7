package io.odradek.storage.disk;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The few calls of Linux that Java has no method for: {@code fallocate}, {@code sync_file_range}, {@code posix_fadvise} and
 * {@code ftruncate} to the present length. They work on file descriptors of their own, since a channel does not tell its.
 *
 * <p>Present only on 64-bit Linux where the symbols resolve and native access is allowed. Any thread.
 */
final class NativeFiles {
    /** Returned by the calls below when they succeed; otherwise they return the error number. */
    static final int OK = 0;

    static final int ENOSPC = 28;
    static final int EDQUOT = 122;

    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int SYNC_FILE_RANGE_WRITE = 2;
    private static final int POSIX_FADV_DONTNEED = 4;

    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_HANDLE =
            ERRNO_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Optional<NativeFiles> INSTANCE = bind();

    private final MethodHandle open;
    private final MethodHandle close;
    private final MethodHandle fallocate;
    private final MethodHandle syncFileRange;
    private final MethodHandle fadvise;
    private final MethodHandle ftruncate;

    @SuppressWarnings("restricted") // binding C functions is the purpose of this class
    private NativeFiles(Linker linker) {
        SymbolLookup symbols = linker.defaultLookup();
        ValueLayout.OfInt i = ValueLayout.JAVA_INT;
        ValueLayout.OfLong l = ValueLayout.JAVA_LONG;
        FunctionDescriptor openShape = FunctionDescriptor.of(i, ValueLayout.ADDRESS, i, i);
        open = linker.downcallHandle(symbols.findOrThrow("open"), openShape, ERRNO, Linker.Option.firstVariadicArg(2));
        close = linker.downcallHandle(symbols.findOrThrow("close"), FunctionDescriptor.of(i, i), ERRNO);
        fallocate =
                linker.downcallHandle(symbols.findOrThrow("fallocate"), FunctionDescriptor.of(i, i, i, l, l), ERRNO);
        syncFileRange = linker.downcallHandle(
                symbols.findOrThrow("sync_file_range"), FunctionDescriptor.of(i, i, l, l, i), ERRNO);
        fadvise = linker.downcallHandle(
                symbols.findOrThrow("posix_fadvise"), FunctionDescriptor.of(i, i, l, l, i), ERRNO);
        ftruncate = linker.downcallHandle(symbols.findOrThrow("ftruncate"), FunctionDescriptor.of(i, i, l), ERRNO);
    }

    /** Empty where the platform has no such calls. */
    static Optional<NativeFiles> instance() {
        return INSTANCE;
    }

    private static Optional<NativeFiles> bind() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (!system.contains("linux") || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NativeFiles(Linker.nativeLinker()));
        } catch (RuntimeException | LinkageError e) {
            // A libc without one of the symbols, or native access denied: the calls are hints and can be left out.
            return Optional.empty();
        }
    }

    /** Opens an existing file for reading and writing; returns the descriptor, or -1 if that fails. */
    int open(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
            MemorySegment name = arena.allocateFrom(path.toString());
            return (int) open.invokeExact(errno, name, O_RDWR | O_CLOEXEC, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    void close(int descriptor) {
        call(errno -> (int) close.invokeExact(errno, descriptor));
    }

    /** Reserves blocks from the start of the file without changing its length. */
    int reserve(int descriptor, long bytes) {
        return call(errno -> (int) fallocate.invokeExact(errno, descriptor, FALLOC_FL_KEEP_SIZE, 0L, bytes));
    }

    /** Begins to write the range back without waiting. */
    int startWriteBack(int descriptor, long position, long bytes) {
        return call(
                errno -> (int) syncFileRange.invokeExact(errno, descriptor, position, bytes, SYNC_FILE_RANGE_WRITE));
    }

    /** Drops clean pages of the range from the page cache. */
    int dropFromCache(int descriptor, long position, long bytes) {
        return call(errno -> (int) fadvise.invokeExact(errno, descriptor, position, bytes, POSIX_FADV_DONTNEED));
    }

    int truncate(int descriptor, long size) {
        return call(errno -> (int) ftruncate.invokeExact(errno, descriptor, size));
    }

    @FunctionalInterface
    private interface NativeCall {
        int invoke(MemorySegment errno) throws Throwable;
    }

    /** posix_fadvise returns the error itself, the others -1 and errno; both become the error number. */
    private static int call(NativeCall function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
            int result = function.invoke(errno);
            return result == -1 ? (int) ERRNO_HANDLE.get(errno, 0L) : result;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a native file call failed in an unforeseen way", e);
    }
}
