/** Three brokers in processes of their own, under load, while their processes and their network fail. */
package io.odradek.interop.cluster;
