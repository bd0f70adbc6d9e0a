/** Sentiments as they come, for those who watch. Reads topics, writes none, and never holds the stream up. */
package dev.verdict.live;
