/** How the stream went lately, for those who watch: samples of the metrics and of the live feed. Measures nothing itself. */
package dev.verdict.trend;
