/** Words, ranks and index sequences exactly as Keras's IMDB data has them; plain Java that knows nothing else of ours. */
package dev.verdict.text;
