/** What comes in and what goes out: reviews, the sentiments given to them, and their JSON. Knows nothing else of ours. */
package dev.verdict.review;
