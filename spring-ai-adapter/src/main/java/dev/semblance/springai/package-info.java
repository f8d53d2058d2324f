/**
 * Semblance behind Spring AI's own interfaces: encoders as models, a document store as a
 * vector store, hybrid retrieval and reranking as building blocks of retrieval-augmented
 * generation. What Spring AI has no interface for has one in a sub-package.
 */
@NullMarked
package dev.semblance.springai;

import org.jspecify.annotations.NullMarked;
