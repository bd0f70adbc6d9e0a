/** Holds the documents that describe Verdict's topics and HTTP to what it does. */
package dev.verdict.contract;
