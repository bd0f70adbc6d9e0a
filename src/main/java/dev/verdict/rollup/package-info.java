/**
 * Sentiments counted by subject, in windows and over all time, and asked for across instances. Never on the way of a review:
 * it reads what scoring has written, in a Kafka Streams of its own.
 */
package dev.verdict.rollup;
