package io.odradek.storage;

import java.io.IOException;
import java.util.function.BiConsumer;

/** Stands between a log and the broker's listener: hands what was appended to the directory's committer. Any thread. */
final class DirectoryListener implements LogListener {
    private final LogDirectory directory;
    private final LogListener broker;
    private final BiConsumer<LogDirectory, IOException> onFailure;
    private final Deletions deletions;

    DirectoryListener(
            LogDirectory directory,
            LogListener broker,
            BiConsumer<LogDirectory, IOException> onFailure,
            Deletions deletions) {
        this.directory = directory;
        this.broker = broker;
        this.onFailure = onFailure;
        this.deletions = deletions;
    }

    @Override
    public void appended(PartitionLog log) {
        LogConfig config = log.config();
        boolean due = switch (config.durability()) {
            case FSYNC -> true;
            case BUFFERED -> log.logEndOffset() - log.durableOffset() >= config.flushMessages();
        };
        if (due) {
            directory.committer().register(log);
        }
        broker.appended(log);
    }

    @Override
    public void durable(PartitionLog log) {
        broker.durable(log);
    }

    @Override
    public void failed(PartitionLog log, IOException cause) {
        if (!log.isClosed()) {
            onFailure.accept(directory, cause);
        }
    }

    @Override
    public void segmentsRemoved(PartitionLog log) {
        deletions.addSegments(directory, log);
        broker.segmentsRemoved(log);
    }
}
