/**
 * Scores reviews: the scorer that all of Verdict shares. Must not know how models are trained or who asks.
 */
package dev.verdict.scoring;
