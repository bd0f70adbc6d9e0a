package dev.verdict.live;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.verdict.review.Sentiment;

import java.time.Instant;

/**
 * A sentiment of the topic.
 *
 * @param time the review's timestamp
 */
public record LiveSentiment(@JsonUnwrapped Sentiment sentiment, Instant time) {}
