/**
 * Connections of the store to containers of tests.
 */
@NullMarked
package dev.semblance.boot.store.testcontainers;

import org.jspecify.annotations.NullMarked;
