package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.base.UuidSource;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.message.CreatePartitionsRequest;
import io.odradek.protocol.message.CreatePartitionsResponse;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.function.LongSupplier;

/**
 * Decides CreateTopics, DeleteTopics and CreatePartitions. One topic's error is that topic's answer; the others go on.
 *
 * <p>As thread-safe as its sources of ids and randomness.
 */
public final class TopicDecider {
    private final ControllerContext context;
    private final UuidSource ids;
    private final LongSupplier random;

    /** @param random returns 64 random bits at each call; decides where partitions go */
    public TopicDecider(ControllerContext context, UuidSource ids, LongSupplier random) {
        this.context = context;
        this.ids = ids;
        this.random = random;
    }

    /** Creates topics, or says why not. Answers come in the order of the request, one for each name. */
    public Decision<MetadataRecord, CreateTopicsResponse> createTopics(
            ClusterImage image, CreateTopicsRequest request) {
        return new TopicCreation(image, context, ids, random).decide(request);
    }

    /**
     * Deletes topics by name or id.
     *
     * @param version of the request; before 6 it has only names, before 3 no error code of its own for disabled deletion
     */
    public Decision<MetadataRecord, DeleteTopicsResponse> deleteTopics(
            ClusterImage image, DeleteTopicsRequest request, short version) {
        return TopicDeletion.decide(image, context.config(image), request, version);
    }

    /** Adds partitions to topics. Answers come in the order of the request, one for each name. */
    public Decision<MetadataRecord, CreatePartitionsResponse> createPartitions(
            ClusterImage image, CreatePartitionsRequest request) {
        return new PartitionAddition(image, random).decide(request);
    }
}
