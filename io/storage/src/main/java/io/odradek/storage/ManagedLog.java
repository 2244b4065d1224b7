package io.odradek.storage;

/** A log and the directory that it lies in. */
record ManagedLog(PartitionLog log, LogDirectory directory) {}
