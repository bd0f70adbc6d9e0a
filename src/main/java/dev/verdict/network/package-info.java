/**
 * The network's layers for training: Keras's LSTM with dropout and recurrent dropout as Deeplearning4j layers, fast. Must
 * not know anything else of ours.
 */
package dev.verdict.network;
