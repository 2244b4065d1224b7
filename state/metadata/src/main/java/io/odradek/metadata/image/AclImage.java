package io.odradek.metadata.image;

import io.odradek.base.Uuid;
import io.odradek.protocol.metadata.AccessControlEntryRecord;

/**
 * One access control entry, with Kafka's numbers for what it says.
 *
 * <p>Immutable; any thread.
 *
 * @param resourceType number of the resource's type, as in {@code CreateAclsRequest}
 * @param patternType number of the pattern's type: 3 literal, 4 prefixed
 * @param principal {@code User:name}
 * @param host an address, or {@code *}
 * @param operation number of the operation
 * @param permissionType 2 deny, 3 allow
 */
public record AclImage(
        Uuid id,
        byte resourceType,
        String resourceName,
        byte patternType,
        String principal,
        String host,
        byte operation,
        byte permissionType) {
    static AclImage of(AccessControlEntryRecord record) {
        return new AclImage(
                record.id(),
                record.resourceType(),
                record.resourceName(),
                record.patternType(),
                record.principal(),
                record.host(),
                record.operation(),
                record.permissionType());
    }

    AccessControlEntryRecord toRecord() {
        return new AccessControlEntryRecord()
                .setId(id)
                .setResourceType(resourceType)
                .setResourceName(resourceName)
                .setPatternType(patternType)
                .setPrincipal(principal)
                .setHost(host)
                .setOperation(operation)
                .setPermissionType(permissionType);
    }
}
