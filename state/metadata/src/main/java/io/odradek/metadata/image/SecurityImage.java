package io.odradek.metadata.image;

import io.odradek.base.Uuid;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who may do what: access control entries and delegation tokens.
 *
 * <p>Immutable; any thread.
 *
 * @param acls by their ids
 * @param tokens by their ids
 */
public record SecurityImage(SortedMap<Uuid, AclImage> acls, SortedMap<String, DelegationTokenImage> tokens) {
    static final SecurityImage EMPTY = new SecurityImage(new TreeMap<>(), new TreeMap<>());

    public SecurityImage {
        acls = Collections.unmodifiableSortedMap(new TreeMap<>(acls));
        tokens = Collections.unmodifiableSortedMap(new TreeMap<>(tokens));
    }
}
