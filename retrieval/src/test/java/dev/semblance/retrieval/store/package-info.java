@NullMarked
package dev.semblance.retrieval.store;

import org.jspecify.annotations.NullMarked;
