/** Breaks what a running service stands on and counts what becomes of the reviews; not part of the ordinary tests. */
package dev.verdict.faults;
