package io.odradek.protocol;

/** The body of a response. */
public non-sealed interface ResponseMessage extends ApiMessage {}
