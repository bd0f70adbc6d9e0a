/** The public HTTP interface: checks, delegates, maps; it holds no logic. */
package dev.verdict.api;
