/**
 * Auto-configuration of the document store.
 */
@NullMarked
package dev.semblance.boot.store;

import org.jspecify.annotations.NullMarked;
