/**
 * A web page and a small API that answer questions from a document collection.
 */
@NullMarked
package dev.semblance.samples.search;

import org.jspecify.annotations.NullMarked;
