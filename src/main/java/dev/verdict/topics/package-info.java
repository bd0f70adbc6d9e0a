/** The Kafka topics that Verdict needs: their names, their settings, and seeing to it that they are there. */
package dev.verdict.topics;
