package io.odradek.protocol;

/** A request or a response. */
public sealed interface ApiMessage extends Message permits RequestMessage, ResponseMessage {
    /** The API that the message belongs to. */
    ApiKey apiKey();
}
