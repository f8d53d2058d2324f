/**
 * Conditions on the metadata of documents, as values that a store translates.
 */
@NullMarked
package dev.semblance.retrieval.filter;

import org.jspecify.annotations.NullMarked;
