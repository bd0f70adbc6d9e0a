/** Verdict's own image against a broker in a container; needs Docker and is not part of the ordinary tests. */
package dev.verdict.containers;
