/**
 * Scores reviews: the network at inference, the scorer that all of Verdict shares, and the Kafka Streams topology around
 * it. Must not know how models are trained or who asks.
 */
package dev.verdict.scoring;
