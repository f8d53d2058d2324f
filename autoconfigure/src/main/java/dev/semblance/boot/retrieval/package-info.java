/**
 * Auto-configuration of retrieving and reranking.
 */
@NullMarked
package dev.semblance.boot.retrieval;

import org.jspecify.annotations.NullMarked;
