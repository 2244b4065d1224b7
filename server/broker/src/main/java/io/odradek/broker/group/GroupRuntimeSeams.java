package io.odradek.broker.group;

import io.odradek.base.Time;
import io.odradek.broker.publish.Retries;
import io.odradek.coordinator.Timers;
import java.util.concurrent.Executor;

/**
 * What group coordinators get from outside.
 *
 * @param executor runs their commands, which do not block
 * @param blocking reads their logs
 * @param retries of loads that have failed
 */
public record GroupRuntimeSeams(Executor executor, Executor blocking, Timers timers, Time time, Retries retries) {}
