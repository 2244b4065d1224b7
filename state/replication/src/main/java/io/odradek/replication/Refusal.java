package io.odradek.replication;

import io.odradek.protocol.ErrorCode;

/**
 * Why a replica does not serve a request.
 *
 * @param error what the protocol calls it
 * @param text a sentence in which {@link #PARTITION} stands for the partition's name
 */
public record Refusal(ErrorCode error, String text) {
    /** Stands for the name of the partition, which a replica does not know. */
    public static final String PARTITION = "{}";

    /** The sentence, for one partition. */
    public String message(Object partition) {
        return text.replace(PARTITION, partition.toString());
    }
}
