/** Real input: a large log through Kafka's console producer and consumer. */
package io.odradek.interop.input;
