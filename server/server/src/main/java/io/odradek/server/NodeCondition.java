package io.odradek.server;

import io.odradek.base.Sentences;
import io.odradek.broker.publish.Outstanding;
import io.odradek.broker.publish.Retries;
import io.odradek.storage.DamagedSegment;
import io.odradek.storage.LogManager;
import io.odradek.storage.Scrubber;
import io.odradek.storage.UnfinishedWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The condition of a node, out of the parts that know. Any thread. */
final class NodeCondition implements NodeConditionMXBean {
    private static final Scrubber.Progress NOTHING_CHECKED = new Scrubber.Progress(0, 0);

    private final Retries retries;
    private final Optional<LogManager> logs;

    /** @param logs of a node that is a broker */
    NodeCondition(Retries retries, Optional<LogManager> logs) {
        this.retries = retries;
        this.logs = logs;
    }

    @Override
    public int getOutstandingCount() {
        return getOutstanding().size();
    }

    @Override
    public List<String> getOutstanding() {
        List<String> sentences = new ArrayList<>();
        for (Outstanding one : retries.outstanding()) {
            sentences.add(Sentences.end(one.what() + ", tried " + one.attempts() + " times: " + one.why()));
        }
        for (UnfinishedWork one : logs.map(LogManager::unfinished).orElse(List.of())) {
            sentences.add(Sentences.end(one.what() + ": " + one.reason()));
        }
        return sentences;
    }

    @Override
    public int getDamagedSegmentCount() {
        return damaged().size();
    }

    @Override
    public List<String> getDamagedSegments() {
        List<String> sentences = new ArrayList<>();
        for (DamagedSegment one : damaged()) {
            sentences.add(Sentences.end(one.file() + " of " + one.partition() + " cannot be read from offset "
                    + one.offset() + " on: " + one.problem()));
        }
        return sentences;
    }

    @Override
    public long getCheckedBytes() {
        return progress().bytes();
    }

    @Override
    public long getCheckedPasses() {
        return progress().passes();
    }

    private List<DamagedSegment> damaged() {
        return logs.map(manager -> manager.scrubber().damaged()).orElse(List.of());
    }

    private Scrubber.Progress progress() {
        return logs.map(manager -> manager.scrubber().progress()).orElse(NOTHING_CHECKED);
    }
}
