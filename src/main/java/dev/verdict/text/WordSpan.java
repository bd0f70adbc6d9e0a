package dev.verdict.text;

/**
 * An entry of a text's sequence and where its word stands.
 *
 * @param index what the network reads; {@link Tokenizer#START} stands for no word
 * @param start UTF-16 offset of the word's first char in the text
 * @param end UTF-16 offset after its last; equal to {@code start} for the start index
 */
public record WordSpan(int index, int start, int end) {}
