package io.odradek.metadata.image;

import io.odradek.base.InvariantViolation;
import io.odradek.base.Uuid;
import io.odradek.protocol.metadata.AccessControlEntryRecord;
import io.odradek.protocol.metadata.DelegationTokenRecord;
import io.odradek.protocol.metadata.RemoveAccessControlEntryRecord;
import io.odradek.protocol.metadata.RemoveDelegationTokenRecord;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers the changes that a batch makes to access control entries and delegation tokens. One thread. */
final class SecurityChange {
    private final SortedMap<Uuid, AclImage> acls;
    private final SortedMap<String, DelegationTokenImage> tokens;

    SecurityChange(SecurityImage base) {
        this.acls = new TreeMap<>(base.acls());
        this.tokens = new TreeMap<>(base.tokens());
    }

    void replay(AccessControlEntryRecord record) {
        acls.put(record.id(), AclImage.of(record));
    }

    void replay(RemoveAccessControlEntryRecord record) {
        if (acls.remove(record.id()) == null) {
            throw new InvariantViolation("an access control entry that is removed exists, found id " + record.id());
        }
    }

    void replay(DelegationTokenRecord record) {
        tokens.put(record.tokenId(), DelegationTokenImage.of(record));
    }

    void replay(RemoveDelegationTokenRecord record) {
        tokens.remove(record.tokenId());
    }

    SecurityImage image() {
        return new SecurityImage(acls, tokens);
    }
}
