/** The client programs of {@code clients/}, and the scenario that each of them runs. */
package io.odradek.interop.client;
