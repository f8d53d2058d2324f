/**
 * The embedded store: HNSW, learned sparse vectors and BM25 on Lucene, on disk or in
 * memory. {@link dev.semblance.store.lucene.LuceneStore} is the door.
 */
@NullMarked
package dev.semblance.store.lucene;

import org.jspecify.annotations.NullMarked;
