/** The dashboard as people have it: in a browser, against a running demo. */
package dev.verdict.browser;
