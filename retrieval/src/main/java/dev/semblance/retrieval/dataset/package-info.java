/**
 * Files that hold documents, queries and judgments: JSON lines, BEIR folders, STS pairs.
 */
@NullMarked
package dev.semblance.retrieval.dataset;

import org.jspecify.annotations.NullMarked;
