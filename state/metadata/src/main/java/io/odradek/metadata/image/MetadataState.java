package io.odradek.metadata.image;

import io.odradek.base.InvariantViolation;
import io.odradek.protocol.metadata.AbortTransactionRecord;
import io.odradek.protocol.metadata.BeginTransactionRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a metadata log comes to, metadata transactions included (KIP-868): a change that is too large for one batch is
 * written between a begin and an end. Nothing of it is visible before the end, and nothing ever if it is aborted.
 *
 * <p>Immutable; any thread.
 *
 * @param image what is visible: everything up to the last stable offset
 * @param open the transaction that was begun and has not ended
 */
public record MetadataState(ClusterImage image, Optional<OpenTransaction> open) {
    /** An empty log. */
    public static final MetadataState EMPTY = new MetadataState(ClusterImage.EMPTY, Optional.empty());

    /**
     * A transaction that has not ended.
     *
     * @param name what its writer called it, may be empty
     * @param records what becomes visible when it ends
     */
    public record OpenTransaction(String name, List<MetadataRecord> records) {
        public OpenTransaction {
            records = List.copyOf(records);
        }
    }

    /**
     * What a batch does.
     *
     * @param after the state behind it
     * @param delta what became visible with it, perhaps nothing
     */
    public record Step(MetadataState after, ImageDelta delta) {}

    /** The state after a batch. */
    public MetadataState apply(List<? extends MetadataRecord> records) {
        return step(records).after();
    }

    /**
     * The state after a batch, and what became visible with it.
     *
     * @throws InvariantViolation if the records do not fit the cluster, or a transaction begins within another, or ends
     *     without having begun
     */
    public Step step(List<? extends MetadataRecord> records) {
        Run run = new Run(open);
        records.forEach(run::take);
        ImageDelta delta = image.applyWithDelta(run.visible);
        return new Step(new MetadataState(delta.after(), run.rest()), delta);
    }

    /**
     * The record with which a new leader of the log ends what its predecessor left open, before it writes anything: what
     * it writes would otherwise be a part of it. Empty if nothing is open.
     */
    public Optional<MetadataRecord> abort() {
        return open.map(transaction -> new AbortTransactionRecord()
                .setReason("the transaction " + transaction.name() + " was left open by an earlier leader"));
    }

    /** Sorts the records of one batch into what is visible with it and what is not yet. */
    private static final class Run {
        private final List<MetadataRecord> visible = new ArrayList<>();
        private final List<MetadataRecord> pending = new ArrayList<>();
        private Optional<String> name;

        Run(Optional<OpenTransaction> open) {
            name = open.map(OpenTransaction::name);
            open.ifPresent(transaction -> pending.addAll(transaction.records()));
        }

        void take(MetadataRecord record) {
            switch (record.type()) {
                case BEGIN_TRANSACTION -> begin((BeginTransactionRecord) record);
                case END_TRANSACTION -> {
                    finish("ends");
                    visible.addAll(pending);
                    pending.clear();
                }
                case ABORT_TRANSACTION -> {
                    finish("is aborted");
                    pending.clear();
                }
                default -> (name.isPresent() ? pending : visible).add(record);
            }
        }

        private void begin(BeginTransactionRecord record) {
            if (name.isPresent()) {
                throw new InvariantViolation("a metadata transaction begins when none is open, found " + record.name()
                        + " within " + name.get());
            }
            name = Optional.of(Objects.requireNonNullElse(record.name(), ""));
        }

        private void finish(String what) {
            if (name.isEmpty()) {
                throw new InvariantViolation("a metadata transaction that " + what + " has begun, found none open");
            }
            name = Optional.empty();
        }

        Optional<OpenTransaction> rest() {
            return name.map(each -> new OpenTransaction(each, pending));
        }
    }
}
