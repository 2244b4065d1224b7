package io.odradek.protocol;

/** The body of a request. */
public non-sealed interface RequestMessage extends ApiMessage {}
