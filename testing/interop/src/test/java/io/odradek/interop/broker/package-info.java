/** The broker that the tests run against: the packaged product, or Apache Kafka as the baseline, or one that runs already. */
package io.odradek.interop.broker;
