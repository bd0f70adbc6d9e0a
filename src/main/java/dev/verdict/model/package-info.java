/**
 * The network and its artifact: weights, settings and vocabulary in one file that stock Deeplearning4j opens. Must not
 * know how reviews arrive, how they are scored or how the network is trained.
 */
package dev.verdict.model;
