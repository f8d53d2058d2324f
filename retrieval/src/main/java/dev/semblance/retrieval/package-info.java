/**
 * The words of retrieval as values: documents, legs, candidates, hits. Stores, fusion,
 * reranking, pipelines and evaluation each have a sub-package and build on these.
 */
@NullMarked
package dev.semblance.retrieval;

import org.jspecify.annotations.NullMarked;
