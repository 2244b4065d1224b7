package io.odradek.storage;

/**
 * Something that could not be done and is tried again until it is.
 *
 * @param what in words, such as "deleting the folder ..."
 * @param reason why the first attempt failed
 * @param sinceMs wall time of that attempt
 */
public record UnfinishedWork(String what, String reason, long sinceMs) {}
