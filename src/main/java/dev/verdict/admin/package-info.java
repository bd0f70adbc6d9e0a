/** The administration over HTTP: checks, delegates, maps; it holds no logic. */
package dev.verdict.admin;
