/** A real Kafka broker on this machine for the demo and for tests; nothing that serves production depends on it. */
package dev.verdict.broker;
