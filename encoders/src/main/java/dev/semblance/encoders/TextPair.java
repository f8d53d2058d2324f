package dev.semblance.encoders;

/**
 * Two texts that a cross-encoder reads together.
 *
 * @param first the first, for a reranker the query
 * @param second the second, for a reranker the document
 */
public record TextPair(String first, String second) {
}
