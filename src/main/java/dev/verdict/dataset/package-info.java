/** Labelled reviews from files and from the original archive; must not know networks, Kafka or Quarkus. */
package dev.verdict.dataset;
