/** Runs the service inside a command. It knows no feature. */
package dev.verdict.launch;
