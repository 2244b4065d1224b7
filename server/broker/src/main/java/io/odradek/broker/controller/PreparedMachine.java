package io.odradek.broker.controller;

import io.odradek.base.Decision;
import io.odradek.coordinator.StateMachine;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.List;

/**
 * How the controller sees records: an image. Records are tried on it before they are appended, for a record that is in the log and
 * does not fit the image stops every node that reads it (KAFKA-14124); what the trial came to is then taken as it is.
 *
 * <p>On the controller's executor.
 */
final class PreparedMachine implements StateMachine<ClusterImage, MetadataRecord> {
    private record Trial(ClusterImage before, List<MetadataRecord> records, ClusterImage after) {}

    private Trial last = new Trial(ClusterImage.EMPTY, List.of(), ClusterImage.EMPTY);

    /**
     * The decision, if its records fit the image.
     *
     * @throws io.odradek.base.InvariantViolation if they do not; nothing may be appended then
     */
    <T> Decision<MetadataRecord, T> tried(ClusterImage image, Decision<MetadataRecord, T> decision) {
        if (!decision.changesNothing()) {
            last = new Trial(image, decision.records(), image.apply(decision.records()));
        }
        return decision;
    }

    @Override
    public ClusterImage empty() {
        return ClusterImage.EMPTY;
    }

    @Override
    @SuppressWarnings(
            "ReferenceEquality") // The trial is that of these very records and this very image, or it is none.
    public ClusterImage apply(ClusterImage image, List<MetadataRecord> records) {
        return last.before == image && last.records == records ? last.after : image.apply(records);
    }
}
