/** The network in forms that other programs read: ONNX. It computes nothing and needs no library of theirs. */
package dev.verdict.export;
