/** Says what the words of a review contribute to its verdict. Knows scoring, and nothing of streams or HTTP. */
package dev.verdict.explanation;
