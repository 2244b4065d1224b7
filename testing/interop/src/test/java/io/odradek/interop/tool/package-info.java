/** Kafka's command-line tools, held to transcripts of what they print against Apache Kafka 4.3.1. */
package io.odradek.interop.tool;
