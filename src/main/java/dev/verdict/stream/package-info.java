/**
 * Reviews through Kafka Streams: read from their topic, scored, and parted into sentiments and dead letters. Knows nothing
 * of how a model scores or was trained.
 */
package dev.verdict.stream;
