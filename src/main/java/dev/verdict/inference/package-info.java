/**
 * The network's forward pass, for everything that scores. Must not know how reviews arrive, what becomes of a probability
 * or how a network is trained.
 */
package dev.verdict.inference;
