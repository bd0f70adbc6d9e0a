/** Trains the network on labelled reviews and says how good it is. Must not know Kafka, HTTP or the running stream. */
package dev.verdict.training;
