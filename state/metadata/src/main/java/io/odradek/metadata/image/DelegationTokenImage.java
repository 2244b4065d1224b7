package io.odradek.metadata.image;

import io.odradek.protocol.metadata.DelegationTokenRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A delegation token (KIP-900). Its HMAC is not kept: it is made of the id and the brokers' secret.
 *
 * <p>Immutable; any thread.
 *
 * @param owner principal that the token stands for
 * @param requester principal that asked for it
 * @param renewers principals that may renew it
 * @param issueTimestamp wall time, ms
 * @param maxTimestamp it cannot be renewed beyond this wall time, ms
 * @param expirationTimestamp wall time, ms
 */
public record DelegationTokenImage(
        String tokenId,
        String owner,
        String requester,
        List<String> renewers,
        long issueTimestamp,
        long maxTimestamp,
        long expirationTimestamp) {
    public DelegationTokenImage {
        renewers = List.copyOf(renewers);
    }

    static DelegationTokenImage of(DelegationTokenRecord record) {
        return new DelegationTokenImage(
                record.tokenId(),
                record.owner(),
                record.requester(),
                record.renewers(),
                record.issueTimestamp(),
                record.maxTimestamp(),
                record.expirationTimestamp());
    }

    DelegationTokenRecord toRecord() {
        return new DelegationTokenRecord()
                .setTokenId(tokenId)
                .setOwner(owner)
                .setRequester(requester)
                .setRenewers(new ArrayList<>(renewers))
                .setIssueTimestamp(issueTimestamp)
                .setMaxTimestamp(maxTimestamp)
                .setExpirationTimestamp(expirationTimestamp);
    }
}
