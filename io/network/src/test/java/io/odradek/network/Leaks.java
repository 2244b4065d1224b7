package io.odradek.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Watches every buffer of the process: one that is collected without having been released is a leak. */
final class Leaks {
    private static final int ROUNDS = 3;
    private static final int TRACKED_PER_ROUND = 200;
    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

    private Leaks() {}

    /** To be called before the first buffer is made. */
    static void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation") // abstract in the class that is to be extended
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int samplingInterval, long maxActive) {
                return new Detector<>(resource, samplingInterval);
            }
        });
    }

    /** Fails if a buffer was lost since the last call. */
    static void expectNone() {
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            for (int i = 0; i < TRACKED_PER_ROUND; i++) {
                // The detector looks at what was collected when it is to track another one.
                PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
            }
        }
        List<String> found = List.copyOf(FOUND);
        FOUND.clear();
        assertThat(found).as("buffers that were never released").isEmpty();
    }

    private static final class Detector<T> extends ResourceLeakDetector<T> {
        Detector(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            FOUND.add(resourceType + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            FOUND.add(resourceType);
        }
    }
}
