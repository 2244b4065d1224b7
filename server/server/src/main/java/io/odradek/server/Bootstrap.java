package io.odradek.server;

import io.odradek.broker.controller.MetadataRecordCodec;
import io.odradek.metadata.controller.FeatureDecider;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.MetadataState;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.quorum.Checkpoints;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The records that a new cluster begins with. */
final class Bootstrap {
    private static final int MAX_UNPACKED_BYTES = 16 * 1024 * 1024;

    private Bootstrap() {}

    /** @throws StartException if {@code bootstrap.checkpoint} is there and cannot be read */
    static List<MetadataRecord> records(Disk disk, Path metadataDir) throws StartException {
        Path file = metadataDir.resolve(Checkpoints.BOOTSTRAP_FILE_NAME);
        List<MetadataRecord> records = new ArrayList<>();
        try {
            if (disk.exists(file)) {
                for (ByteBuffer batch : Checkpoints.readDataBatches(disk, file)) {
                    decode(batch, records);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new StartException("The file " + file + " cannot be read: " + e.getMessage(), e);
        }
        ClusterImage image = MetadataState.EMPTY.apply(records).image();
        records.addAll(new FeatureDecider().bootstrap(image, Map.of()).records());
        return records;
    }

    private static void decode(ByteBuffer bytes, List<MetadataRecord> records) {
        MetadataRecordCodec codec = new MetadataRecordCodec();
        BatchCursor batches = BatchCursor.over(bytes);
        while (batches.next()) {
            RecordCursor cursor = batches.view().records(MAX_UNPACKED_BYTES);
            while (cursor.next()) {
                codec.decode(cursor.view().key(), cursor.view().value()).ifPresent(records::add);
            }
        }
    }
}
