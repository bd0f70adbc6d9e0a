/**
 * Shows dead letters and puts them back on the topic that they came from. Must not know how they come to be scored, nor
 * who asks.
 */
package dev.verdict.replay;
