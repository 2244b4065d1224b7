package io.odradek.replication;

import io.odradek.protocol.ErrorCode;

/**
 * Why a replica does not serve a request.
 *
 * @param error what the protocol calls it
 * @param reason a clause that follows the partition's name, such as "is not led by this broker"
 */
public record Refusal(ErrorCode error, String reason) {}
