/**
 * BM25 as a sparse encoder: the inner product of a query's and a document's vector is the
 * BM25 score. It needs no model, but statistics of the corpus.
 */
@NullMarked
package dev.semblance.retrieval.bm25;

import org.jspecify.annotations.NullMarked;
