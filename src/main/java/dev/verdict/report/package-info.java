/** Writes what came of a training run as one HTML file. Must not need a screen, fonts or a network. */
package dev.verdict.report;
