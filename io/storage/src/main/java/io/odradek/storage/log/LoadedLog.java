package io.odradek.storage.log;

/**
 * What opening a folder found, after recovery.
 *
 * @param clean whether nothing was changed
 */
record LoadedLog(
        SegmentList segments,
        EpochCache epochs,
        ProducerStates producers,
        SnapshotFiles snapshots,
        long logStartOffset,
        long logEndOffset,
        long durableOffset,
        boolean clean) {}
